import type { PrismaTransaction } from '@freehold/database/client';
import { illegalTransition } from '@freehold/shared/errors';
import { type ProceedsPayoutState, proceedsPayoutStates } from '@freehold/shared/proceeds';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

/** Once confirmed it only goes on: the contract moves each reference once, so trying again is always safe. */
const steps: Readonly<Record<ProceedsPayoutState, readonly ProceedsPayoutState[]>> = {
  PROPOSED: ['REFUSED', 'CREDITING'],
  REFUSED: [],
  CREDITING: ['RELEASING'],
  RELEASING: ['PAID'],
  PAID: [],
};

/** States in which the money is promised and not yet gone. */
export const payoutUnderWay = ['PROPOSED', 'CREDITING', 'RELEASING'] as const;

export function proceedsPayoutState(text: string): ProceedsPayoutState {
  const state = proceedsPayoutStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a payout of proceeds: ${text}`);
  return state;
}

interface Move {
  readonly id: string;
  readonly from: ProceedsPayoutState;
  readonly to: ProceedsPayoutState;
  readonly actor: string;
  readonly reason?: string;
  readonly data?: {
    readonly decidedBy?: string;
    readonly decisionReason?: string | null;
    readonly txHash?: string;
  };
}

/** Moves a payout and records it; false when somebody else moved it meanwhile. */
export async function moveProceedsPayout(tx: PrismaTransaction, move: Move): Promise<boolean> {
  const { id: nounId, from, to, actor, reason, data } = move;
  if (!steps[from].includes(to)) throw illegalTransition('payout of proceeds', from, to);
  const { count } = await tx.proceedsPayout.updateMany({
    where: { id: nounId, state: from },
    data: { problem: null, ...data, state: to },
  });
  if (count !== 1) return false;
  const who = { actor, ...(reason === undefined ? {} : { reason }) };
  await recordStep(tx, { noun: 'proceeds_payout', nounId, from, to, ...who });
  return true;
}
