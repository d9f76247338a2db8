import type { Command, EngineEvent, RestingOrder, Side } from '../domain/matching/engine.types.ts';

/** A small, fast and repeatable source of numbers (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Options = Readonly<{ seed: number; investors: number; prices: number; lifetime: number }>;

const LOT = 10n ** 14n;
const CENT = 10_000n;

/**
 * Commands as a lively market would give them: orders around one price, some far away, some immediate, cancellations,
 * cancellations of everything, time that passes, and settlements that failed. It hears of what happened, so that it can
 * name orders that exist.
 */
export class RandomCommands {
  readonly #below: (below: number) => number;
  readonly #known: RestingOrder[] = [];
  readonly #filled: RestingOrder[] = [];
  readonly #byId = new Map<string, RestingOrder>();
  #sequence = 0;
  #at = 1_700_000_000;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.#below = randomNumbers(options.seed);
  }

  next(): Command {
    const sequence = ++this.#sequence;
    this.#at += this.#below(3);
    const head = { sequence, at: this.#at };
    const dice = this.#below(1_000);
    if (dice < 640) return { ...head, kind: 'place', order: this.#order(sequence) };
    if (dice < 940) return { ...head, kind: 'cancel', orderId: this.#someId() };
    if (dice < 950) return { ...head, kind: 'cancelAll', investor: this.#investor() };
    if (dice < 970) return { ...head, kind: 'expire' };
    const order = this.#filled[this.#below(this.#filled.length || 1)];
    if (!order) return { ...head, kind: 'expire' };
    const lots = 1n + order.shares / LOT / BigInt(1 + this.#below(4));
    return { ...head, kind: 'reopen', order: { ...order, shares: lots * LOT } };
  }

  hear(events: readonly EngineEvent[]): void {
    for (const event of events) {
      const maker = event.kind === 'traded' ? this.#byId.get(event.makerId) : undefined;
      if (maker) this.#filled.push(maker);
    }
    if (this.#filled.length > 64) this.#filled.splice(0, 32);
    if (this.#known.length > 4_096) for (const { id } of this.#known.splice(0, 2_048)) this.#byId.delete(id);
  }

  #order(sequence: number): RestingOrder {
    const side: Side = this.#below(2) === 0 ? 'BUY' : 'SELL';
    const far = this.#below(20) === 0 ? 10 : 1;
    const lean = this.#below(this.#options.prices * far);
    const cents = 5_000 + (side === 'BUY' ? -lean : lean) + this.#below(Math.ceil(this.#options.prices / 2));
    const order = {
      id: `order-${sequence}`,
      investor: this.#investor(),
      side,
      price: BigInt(Math.max(1, side === 'BUY' ? cents : cents - Math.ceil(this.#options.prices / 2))) * CENT,
      shares: BigInt(1 + this.#below(50_000)) * LOT,
      expiry: this.#at + this.#below(this.#options.lifetime),
      immediate: this.#below(12) === 0,
      sequence,
    };
    this.#known.push(order);
    this.#byId.set(order.id, order);
    return order;
  }

  #investor(): string {
    return `investor-${this.#below(this.#options.investors)}`;
  }

  #someId(): string {
    return this.#known[this.#below(this.#known.length || 1)]?.id ?? 'nobody';
  }
}
