import type { PrismaTransaction } from '@freehold/database/client';
import { type DividendState, dividendStates } from '@freehold/shared/dividend';
import { illegalTransition } from '@freehold/shared/errors';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

const steps: Readonly<Record<DividendState, readonly DividendState[]>> = {
  DRAFT: ['APPROVED'],
  APPROVED: ['DECLARED', 'CANCELLED'],
  DECLARED: ['FUNDED', 'CANCELLED'],
  FUNDED: ['PAYING'],
  PAYING: ['PAID', 'SWEPT'],
  PAID: ['SWEPT'],
  SWEPT: [],
  CANCELLED: [],
};

export function dividendState(text: string): DividendState {
  const state = dividendStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a dividend: ${text}`);
  return state;
}

export interface DividendStep {
  readonly id: string;
  readonly from: DividendState;
  readonly to: DividendState;
  readonly actor: string;
  readonly reason?: string;
}

/** Moves a dividend and records it; false when somebody else moved it meanwhile. */
export async function moveDividend(tx: PrismaTransaction, step: DividendStep): Promise<boolean> {
  if (!steps[step.from].includes(step.to)) throw illegalTransition('dividend', step.from, step.to);
  const { count } = await tx.dividend.updateMany({
    where: { id: step.id, state: step.from },
    data: { state: step.to, problem: null },
  });
  const { id: nounId, ...rest } = step;
  if (count === 1) await recordStep(tx, { noun: 'dividend', nounId, ...rest });
  return count === 1;
}
