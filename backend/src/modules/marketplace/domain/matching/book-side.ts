import type { EngineOrder, Level, Side } from './engine.types.ts';

/** One order at its place: a link of the chain of its price. */
export class Place {
  readonly order: EngineOrder;
  readonly sequence: number;
  readonly level: PriceLevel;
  next: Place | undefined;
  previous: Place | undefined;
  shares: bigint;

  constructor(order: EngineOrder, sequence: number, shares: bigint, level: PriceLevel) {
    this.order = order;
    this.sequence = sequence;
    this.shares = shares;
    this.level = level;
  }
}

/** All orders of one price, the earliest first. */
export class PriceLevel {
  readonly price: bigint;
  first: Place | undefined;
  #last: Place | undefined;
  shares = 0n;
  orders = 0;

  constructor(price: bigint) {
    this.price = price;
  }

  /** An order that comes back goes before all that came later. */
  insert(order: EngineOrder, sequence: number, shares: bigint): Place {
    const place = new Place(order, sequence, shares, this);
    let before = this.#last;
    while (before && before.sequence > sequence) before = before.previous;
    place.previous = before;
    place.next = before ? before.next : this.first;
    if (place.next) place.next.previous = place;
    else this.#last = place;
    if (before) before.next = place;
    else this.first = place;
    this.shares += place.shares;
    this.orders += 1;
    return place;
  }

  remove(place: Place): void {
    if (place.previous) place.previous.next = place.next;
    else this.first = place.next;
    if (place.next) place.next.previous = place.previous;
    else this.#last = place.previous;
    this.shares -= place.shares;
    this.orders -= 1;
  }
}

/**
 * The bids or the asks of a book. Levels are kept worst first, so that the best is the last of the array and orders near
 * it, which are most, move little.
 */
export class BookSide {
  readonly side: Side;
  readonly #levels: PriceLevel[] = [];
  readonly #byPrice = new Map<bigint, PriceLevel>();

  constructor(side: Side) {
    this.side = side;
  }

  get best(): PriceLevel | undefined {
    return this.#levels.at(-1);
  }

  insert(order: EngineOrder, sequence: number, shares: bigint): Place {
    let level = this.#byPrice.get(order.price);
    if (!level) {
      level = new PriceLevel(order.price);
      this.#levels.splice(this.#indexFor(order.price), 0, level);
      this.#byPrice.set(order.price, level);
    }
    return level.insert(order, sequence, shares);
  }

  remove(place: Place): void {
    const { level } = place;
    level.remove(place);
    if (level.first) return;
    this.#byPrice.delete(level.price);
    this.#levels.splice(this.#indexFor(level.price), 1);
  }

  /** Best first. */
  depth(levels: number): Level[] {
    return this.#levels
      .slice(-levels)
      .reverse()
      .map(({ price, shares, orders }) => ({ price, shares, orders }));
  }

  /** Every order in the order in which it would be met. */
  *places(): Generator<Place> {
    for (const level of this.#levels.toReversed())
      for (let place = level.first; place; place = place.next) yield place;
  }

  /** Where a level of this price is, or would be. */
  #indexFor(price: bigint): number {
    let [low, high] = [0, this.#levels.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = this.#levels[middle];
      if (level && this.#isWorse(level.price, price)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isWorse(a: bigint, b: bigint): boolean {
    return this.side === 'BUY' ? a < b : a > b;
  }
}
