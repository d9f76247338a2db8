import type { OrderState } from '@freehold/shared/marketplace';
import { costOf, feeOf } from '@freehold/shared/signed-order';
import type { Command, EngineEvent, Side } from './matching/engine.types.ts';

/** How an order stands, in the tables as well as in a replay of the journal. */
export type Standing = Readonly<{
  id: string;
  side: Side;
  feeBps: number;
  /** Rests in the book. */
  open: bigint;
  /** Given back by failed settlements, not yet taken by the engine. */
  reopening: bigint;
  /** In trades that did not fail. */
  matched: bigint;
  state: OrderState;
  reason: string | null;
}>;

export type MatchedTrade = Readonly<{
  number: number;
  index: number;
  at: number;
  takerSide: Side;
  sellOrderId: string;
  buyOrderId: string;
  price: bigint;
  shares: bigint;
  cost: bigint;
  buyerFee: bigint;
  sellerFee: bigint;
}>;

/** The orders a command can touch before the engine is asked: what it names. */
export const namedBy = (command: Command): readonly string[] => {
  if (command.kind === 'place' || command.kind === 'reopen') return [command.order.id];
  return command.kind === 'cancel' ? [command.orderId] : [];
};

/** Every order that events speak of. */
export const touchedBy = (events: readonly EngineEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'traded' ? [event.takerId, event.makerId] : [event.orderId]));

/**
 * Writes into `standings` what one command did and answers with its trades. Orders that the command or its events name
 * must be there; nothing else is looked at.
 * @param why reason of the command, for what it cancels
 */
export function foldCommand(
  standings: Map<string, Standing>,
  command: Command,
  events: readonly EngineEvent[],
  why: string | null = null,
): MatchedTrade[] {
  const need = (id: string): Standing => {
    const standing = standings.get(id);
    if (standing === undefined) throw new Error(`The events name order ${id}, which is not there.`);
    return standing;
  };
  const change = (id: string, news: Partial<Standing>): void => {
    standings.set(id, { ...need(id), ...news });
  };
  if (command.kind === 'reopen') {
    const { reopening, open } = need(command.order.id);
    const { shares } = command.order;
    change(command.order.id, { reopening: reopening - shares, open: open + shares });
  }
  const trades: MatchedTrade[] = [];
  for (const event of events) {
    switch (event.kind) {
      case 'traded': {
        trades.push(
          tradeOf(need(event.takerId), need(event.makerId), { command, event, index: trades.length }),
        );
        for (const id of [event.takerId, event.makerId]) {
          const { open, matched } = need(id);
          change(id, resting({ ...need(id), open: open - event.shares, matched: matched + event.shares }));
        }
        break;
      }
      case 'rested':
        change(event.orderId, resting({ ...need(event.orderId), open: event.shares }));
        break;
      case 'ended':
        change(event.orderId, { open: 0n, ...ended(event.ending, need(event.orderId), why) });
        break;
    }
  }
  return trades;
}

function tradeOf(
  taker: Standing,
  maker: Standing,
  by: {
    readonly command: Command;
    readonly event: Extract<EngineEvent, { kind: 'traded' }>;
    readonly index: number;
  },
): MatchedTrade {
  const { price, shares } = by.event;
  const cost = costOf(shares, price);
  const [sell, buy] = taker.side === 'SELL' ? [taker, maker] : [maker, taker];
  return {
    ...{ number: by.command.sequence, index: by.index, at: by.command.at, takerSide: taker.side },
    ...{ sellOrderId: sell.id, buyOrderId: buy.id, price, shares, cost },
    ...{ buyerFee: feeOf(cost, buy.feeBps), sellerFee: feeOf(cost, sell.feeBps) },
  };
}

const resting = (standing: Standing): Standing => ({
  ...standing,
  state: standing.matched > 0n ? 'PARTIALLY_FILLED' : 'OPEN',
});

function ended(
  ending: Extract<EngineEvent, { kind: 'ended' }>['ending'],
  standing: Standing,
  why: string | null,
): Pick<Standing, 'state' | 'reason'> {
  // Shares of a failed settlement are still on their way back: the order is complete only without them.
  if (ending === 'FILLED' && standing.reopening > 0n)
    return { state: resting(standing).state, reason: standing.reason };
  if (ending === 'FILLED') return { state: 'FILLED', reason: null };
  if (ending === 'EXPIRED') return { state: 'EXPIRED', reason: standing.reason };
  return { state: 'CANCELLED', reason: ending === 'CANCELLED' ? (why ?? ending) : ending };
}
