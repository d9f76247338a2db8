import type { PrismaTransaction } from '@freehold/database/client';
import type { ComplianceActState } from '@freehold/shared/compliance';
import { illegalTransition } from '@freehold/shared/errors';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

const steps: Readonly<Record<ComplianceActState, readonly ComplianceActState[]>> = {
  PROPOSED: ['REFUSED', 'SUBMITTED'],
  REFUSED: [],
  SUBMITTED: ['FINAL', 'FAILED'],
  FINAL: [],
  FAILED: [],
};

/** Throws ILLEGAL_TRANSITION unless an act may go from one state to the other. */
export function assertComplianceStep(from: ComplianceActState, to: ComplianceActState): void {
  if (!steps[from].includes(to)) throw illegalTransition('compliance act', from, to);
}

interface Move {
  readonly id: string;
  readonly from: ComplianceActState;
  readonly to: ComplianceActState;
  readonly actor: string;
  readonly reason?: string;
  /** Written with the new state. */
  readonly data?: { readonly decidedBy: string; readonly decisionReason: string | null };
}

/** Moves an act; false when somebody else moved it first. */
export async function moveAct(tx: PrismaTransaction, move: Move): Promise<boolean> {
  const { id, from, to, actor, reason, data = {} } = move;
  assertComplianceStep(from, to);
  const { count } = await tx.complianceAct.updateMany({
    where: { id, state: from },
    data: { ...data, state: to, updatedAt: new Date() },
  });
  if (count !== 1) return false;
  await recordStep(tx, {
    noun: 'compliance_act',
    nounId: id,
    from,
    to,
    actor,
    ...(reason === undefined ? {} : { reason }),
  });
  return true;
}
