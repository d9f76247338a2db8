import type { Command, Ending, EngineEvent, RestingOrder, Side } from '../domain/matching/engine.types.ts';

/**
 * The rules of the order book in the plainest words: one list, searched from end to end for every question. Slow, and
 * short enough to be read and believed; the engine must say and hold the same.
 */
export class NaiveBook {
  orders: RestingOrder[] = [];

  apply(command: Command): EngineEvent[] {
    const { at, sequence } = command;
    switch (command.kind) {
      case 'place':
        return this.#bring({ ...command.order, sequence }, at);
      case 'cancel':
        return this.#endWhere((order) => order.id === command.orderId, 'CANCELLED');
      case 'cancelAll':
        return this.#endWhere((order) => order.investor === command.investor, 'CANCELLED');
      case 'expire':
        return [
          ...this.#endWhere(
            ({ side, expiry }) => side === 'BUY' && expiry < at,
            'EXPIRED',
            byPriority('BUY'),
          ),
          ...this.#endWhere(
            ({ side, expiry }) => side === 'SELL' && expiry < at,
            'EXPIRED',
            byPriority('SELL'),
          ),
        ];
      case 'reopen': {
        const resting = this.orders.find(({ id }) => id === command.order.id);
        if (!resting) return this.#bring(command.order, at);
        const shares = resting.shares + command.order.shares;
        this.#replace({ ...resting, shares });
        return [{ kind: 'rested', orderId: resting.id, shares }];
      }
    }
  }

  /** Bids then asks, as they would be met. */
  inPriority(): RestingOrder[] {
    return (['BUY', 'SELL'] as const).flatMap((side) =>
      this.orders.filter((order) => order.side === side).sort(byPriority(side)),
    );
  }

  #bring(order: RestingOrder, at: number): EngineEvent[] {
    if (order.expiry < at) return [ended(order, order.shares, 'EXPIRED')];
    const events: EngineEvent[] = [];
    let left = order.shares;
    let ending: Ending | undefined;
    while (left > 0n && !ending) {
      const best = this.#bestAgainst(order);
      if (!best) break;
      if (best.expiry < at) events.push(...this.#endWhere(({ id }) => id === best.id, 'EXPIRED'));
      else if (best.investor === order.investor) ending = 'SELF_TRADE';
      else {
        const shares = left < best.shares ? left : best.shares;
        left -= shares;
        events.push({ kind: 'traded', takerId: order.id, makerId: best.id, price: best.price, shares });
        if (shares < best.shares) this.#replace({ ...best, shares: best.shares - shares });
        else {
          this.orders = this.orders.filter(({ id }) => id !== best.id);
          events.push(ended(best, 0n, 'FILLED'));
        }
      }
    }
    if (left === 0n) ending = 'FILLED';
    else if (order.immediate) ending ??= 'NO_COUNTERPARTY';
    if (ending) return [...events, ended(order, left, ending)];
    this.orders.push({ ...order, shares: left });
    return [...events, { kind: 'rested', orderId: order.id, shares: left }];
  }

  #bestAgainst({ side, price }: RestingOrder): RestingOrder | undefined {
    let best: RestingOrder | undefined;
    for (const order of this.orders) {
      if (order.side === side) continue;
      if (side === 'BUY' ? order.price > price : order.price < price) continue;
      if (!best || byPriority(order.side)(order, best) < 0) best = order;
    }
    return best;
  }

  #endWhere(
    matches: (order: RestingOrder) => boolean,
    ending: Ending,
    order: (a: RestingOrder, b: RestingOrder) => number = (a, b) => a.sequence - b.sequence,
  ): EngineEvent[] {
    const leaving = this.orders.filter(matches).sort(order);
    this.orders = this.orders.filter((one) => !leaving.includes(one));
    return leaving.map((one) => ended(one, one.shares, ending));
  }

  #replace(order: RestingOrder): void {
    this.orders = this.orders.map((one) => (one.id === order.id ? order : one));
  }
}

const ended = ({ id }: RestingOrder, unfilled: bigint, ending: Ending): EngineEvent => ({
  kind: 'ended',
  orderId: id,
  unfilled,
  ending,
});

/** The better price first, of equal prices the earlier. */
const byPriority =
  (side: Side) =>
  (a: RestingOrder, b: RestingOrder): number => {
    if (a.price === b.price) return a.sequence - b.sequence;
    return (side === 'BUY' ? a.price > b.price : a.price < b.price) ? -1 : 1;
  };
