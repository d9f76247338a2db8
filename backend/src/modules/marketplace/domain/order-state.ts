import type { PrismaTransaction } from '@freehold/database/client';
import { illegalTransition } from '@freehold/shared/errors';
import type { OrderState, TradeState } from '@freehold/shared/marketplace';
import { recordSteps } from '../../blockchain/domain/state-transition.ts';

/** FILLED goes back when a settlement failed: the shares did not change hands after all. */
const orderSteps: Readonly<Record<OrderState, readonly OrderState[]>> = {
  OPEN: ['PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED'],
  PARTIALLY_FILLED: ['OPEN', 'FILLED', 'CANCELLED', 'EXPIRED'],
  FILLED: ['OPEN', 'PARTIALLY_FILLED', 'CANCELLED'],
  CANCELLED: [],
  EXPIRED: [],
};

/** CONFIRMED goes back when the chain forgets the block. */
const tradeSteps: Readonly<Record<TradeState, readonly TradeState[]>> = {
  MATCHED: ['SUBMITTED', 'REVERTED'],
  SUBMITTED: ['CONFIRMED', 'FINAL', 'REVERTED'],
  CONFIRMED: ['FINAL', 'SUBMITTED', 'REVERTED'],
  FINAL: [],
  REVERTED: [],
};

export interface Step<State> {
  readonly id: string;
  readonly from: State | null;
  readonly to: State;
  readonly reason?: string | null;
}

function checked<State extends string>(
  noun: string,
  steps: Readonly<Record<State, readonly State[]>>,
  moves: readonly Step<State>[],
): Step<State>[] {
  const real = moves.filter(({ from, to }) => from !== to);
  for (const { from, to } of real)
    if (from !== null && !steps[from].includes(to)) throw illegalTransition(noun, from, to);
  return real;
}

/** Keeps the history of orders; an order that stays where it is leaves nothing. */
export async function recordOrderSteps(
  tx: PrismaTransaction,
  actor: string,
  moves: readonly Step<OrderState>[],
): Promise<void> {
  await recordSteps(tx, checked('order', orderSteps, moves).map(stepOf('order', actor)));
}

export async function recordTradeSteps(
  tx: PrismaTransaction,
  actor: string,
  moves: readonly Step<TradeState>[],
): Promise<void> {
  await recordSteps(tx, checked('trade', tradeSteps, moves).map(stepOf('trade', actor)));
}

const stepOf =
  (noun: 'order' | 'trade', actor: string) =>
  ({ id, from, to, reason }: Step<string>) => ({
    ...{ noun, nounId: id, from, to, actor },
    ...(reason == null ? {} : { reason }),
  });

/** Whether shares of a failed trade may come back to an order. */
export const isAlive = (state: OrderState): boolean => state !== 'CANCELLED' && state !== 'EXPIRED';
