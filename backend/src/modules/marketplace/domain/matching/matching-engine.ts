import { BookSide, type Place, type PriceLevel } from './book-side.ts';
import type { Command, Depth, Ending, EngineEvent, EngineOrder, RestingOrder, Side } from './engine.types.ts';
import { Expiries } from './expiries.ts';

/** A command the journal should never have contained; the book is as it was before. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/**
 * The order book of one property: price first, then time. It keeps no clock, draws no random number and waits for
 * nothing: the same commands give the same events and the same book, on whatever machine and however often, which is how
 * a book is rebuilt after a crash and how a standby takes over.
 *
 * A trade has the price of the order that rested. An order that would meet one of the same investor ends there, with what
 * is left of it (SELF_TRADE); what rested stays.
 */
export class MatchingEngine {
  readonly #sides = { BUY: new BookSide('BUY'), SELL: new BookSide('SELL') };
  readonly #places = new Map<string, Place>();
  readonly #expiries = new Expiries((place) => this.#places.get(place.order.id) === place);
  readonly #byInvestor = new Map<string, Set<string>>();
  #sequence: number;
  #at: number;

  /** A book after command `sequence`, at time `at`, with these orders in any order. */
  constructor(state: Readonly<{ sequence: number; at: number; orders: Iterable<RestingOrder> }>) {
    this.#sequence = state.sequence;
    this.#at = state.at;
    for (const order of state.orders) this.#rest(order, order.sequence, order.shares);
  }

  static empty(): MatchingEngine {
    return new MatchingEngine({ sequence: 0, at: 0, orders: [] });
  }

  /** Number of the last command. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Carries out the next command. @throws CommandRefused when it is not the next, or names what cannot be */
  apply(command: Command): EngineEvent[] {
    this.#examine(command);
    this.#sequence = command.sequence;
    this.#at = command.at;
    const events: EngineEvent[] = [];
    switch (command.kind) {
      case 'place':
        this.#place(command.order, command.sequence, events);
        break;
      case 'cancel':
        this.#end(this.#places.get(command.orderId), 'CANCELLED', events);
        break;
      case 'cancelAll':
        for (const place of this.#ownPlaces(command.investor)) this.#end(place, 'CANCELLED', events);
        break;
      case 'expire':
        this.#expire(events);
        break;
      case 'reopen':
        this.#reopen(command.order, events);
        break;
    }
    return events;
  }

  /** The best levels of either side, best first. */
  depth(levels: number): Depth {
    return { bids: this.#sides.BUY.depth(levels), asks: this.#sides.SELL.depth(levels) };
  }

  /** Every order, bids then asks, as it would be met: enough to make an equal engine. */
  orders(): RestingOrder[] {
    return (['BUY', 'SELL'] as const).flatMap((side) =>
      [...this.#sides[side].places()].map(({ order, sequence, shares }) => ({ ...order, sequence, shares })),
    );
  }

  /** What is left of an order that rests. */
  remaining(orderId: string): bigint | undefined {
    return this.#places.get(orderId)?.shares;
  }

  #examine(command: Command): void {
    if (command.sequence !== this.#sequence + 1)
      throw new CommandRefused(`Command ${command.sequence} came after ${this.#sequence}.`);
    if (command.at < this.#at) throw new CommandRefused(`Command ${command.sequence} goes back in time.`);
    if (command.kind !== 'place' && command.kind !== 'reopen') return;
    const { id, shares, price } = command.order;
    if (shares <= 0n || price <= 0n) throw new CommandRefused(`Order ${id} has no shares or no price.`);
    if (command.kind === 'place' && this.#places.has(id)) throw new CommandRefused(`Order ${id} is placed.`);
    if (command.kind === 'reopen' && command.order.sequence >= command.sequence)
      throw new CommandRefused(`Order ${id} was never placed.`);
  }

  #place(order: EngineOrder, sequence: number, events: EngineEvent[]): void {
    if (order.expiry < this.#at) {
      events.push({ kind: 'ended', orderId: order.id, unfilled: order.shares, ending: 'EXPIRED' });
      return;
    }
    const { left, stopped } = this.#match(order, events);
    const ending = left === 0n ? 'FILLED' : (stopped ?? (order.immediate ? 'NO_COUNTERPARTY' : undefined));
    if (ending) {
      events.push({ kind: 'ended', orderId: order.id, unfilled: left, ending });
      return;
    }
    this.#rest(order, sequence, left);
    events.push({ kind: 'rested', orderId: order.id, shares: left });
  }

  #match(order: EngineOrder, events: EngineEvent[]): Readonly<{ left: bigint; stopped?: Ending }> {
    const against = this.#sides[opposite(order.side)];
    let left = order.shares;
    while (left > 0n) {
      const level = against.best;
      if (!level?.first || !meets(order, level)) break;
      const place = level.first;
      if (place.order.expiry < this.#at) {
        this.#end(place, 'EXPIRED', events);
        continue;
      }
      if (place.order.investor === order.investor) return { left, stopped: 'SELF_TRADE' };
      const shares = left < place.shares ? left : place.shares;
      events.push({
        kind: 'traded',
        takerId: order.id,
        makerId: place.order.id,
        price: level.price,
        shares,
      });
      left -= shares;
      this.#take(place, shares, events);
    }
    return { left };
  }

  #take(place: Place, shares: bigint, events: EngineEvent[]): void {
    if (place.shares === shares) {
      this.#remove(place);
      events.push({ kind: 'ended', orderId: place.order.id, unfilled: 0n, ending: 'FILLED' });
      return;
    }
    place.shares -= shares;
    place.level.shares -= shares;
  }

  #reopen(order: RestingOrder, events: EngineEvent[]): void {
    const place = this.#places.get(order.id);
    if (!place) {
      this.#place(order, order.sequence, events);
      return;
    }
    place.shares += order.shares;
    place.level.shares += order.shares;
    events.push({ kind: 'rested', orderId: order.id, shares: place.shares });
  }

  #expire(events: EngineEvent[]): void {
    for (const place of this.#expiries.takeBefore(this.#at).sort(byPriority))
      this.#end(place, 'EXPIRED', events);
  }

  /** Earliest first, so that a book that was rebuilt ends them in the same order. */
  #ownPlaces(investor: string): Place[] {
    return [...(this.#byInvestor.get(investor) ?? [])]
      .flatMap((id) => this.#places.get(id) ?? [])
      .sort((a, b) => a.sequence - b.sequence);
  }

  #rest(order: EngineOrder, sequence: number, shares: bigint): void {
    const place = this.#sides[order.side].insert(order, sequence, shares);
    this.#places.set(order.id, place);
    this.#expiries.add(place, this.#places.size);
    const own = this.#byInvestor.get(order.investor);
    if (own) own.add(order.id);
    else this.#byInvestor.set(order.investor, new Set([order.id]));
  }

  /** Nothing to end is no fault: the order was filled while its cancellation was on the way. */
  #end(place: Place | undefined, ending: Ending, events: EngineEvent[]): void {
    if (!place) return;
    this.#remove(place);
    events.push({ kind: 'ended', orderId: place.order.id, unfilled: place.shares, ending });
  }

  #remove(place: Place): void {
    const { id, investor, side } = place.order;
    this.#sides[side].remove(place);
    this.#places.delete(id);
    // An investor who was here once will be again: the empty set stays.
    this.#byInvestor.get(investor)?.delete(id);
  }
}

const opposite = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY');

const meets = ({ side, price }: EngineOrder, level: PriceLevel): boolean =>
  side === 'BUY' ? level.price <= price : level.price >= price;

/** Bids then asks, as they would be met. */
function byPriority(a: Place, b: Place): number {
  const { side, price } = a.order;
  if (side !== b.order.side) return side === 'BUY' ? -1 : 1;
  if (price === b.order.price) return a.sequence - b.sequence;
  return (side === 'BUY' ? price > b.order.price : price < b.order.price) ? -1 : 1;
}
