import type { Place } from './book-side.ts';

/** The orders of a book by when they expire: a binary heap, from which those that ended otherwise go late. */
export class Expiries {
  #heap: Place[] = [];
  readonly #rests: (place: Place) => boolean;

  /** @param rests whether a place is still in the book */
  constructor(rests: (place: Place) => boolean) {
    this.#rests = rests;
  }

  add(place: Place, resting: number): void {
    if (this.#heap.length > 2 * resting + 1_024) this.#forget();
    this.#heap.push(place);
    this.#rise(this.#heap.length - 1);
  }

  /** Takes out all that expired before `at`. */
  takeBefore(at: number): Place[] {
    const expired: Place[] = [];
    for (let first = this.#heap[0]; first && first.order.expiry < at; first = this.#heap[0]) {
      if (this.#rests(first)) expired.push(first);
      const last = this.#heap.pop();
      if (!last || this.#heap.length === 0) break;
      this.#heap[0] = last;
      this.#sink();
    }
    return expired;
  }

  /** Keeps what rests; any order of equal expiries is as good as another. */
  #forget(): void {
    this.#heap = this.#heap.filter(this.#rests).sort((a, b) => a.order.expiry - b.order.expiry);
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#swapped(above, at)) return;
      at = above;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const lower = this.#expiry(right) < this.#expiry(left) ? right : left;
      if (!this.#swapped(at, lower)) return;
      at = lower;
    }
  }

  /** Puts the earlier of two above the later; whether that was needed. */
  #swapped(above: number, below: number): boolean {
    const [upper, lower] = [this.#heap[above], this.#heap[below]];
    if (!upper || !lower || upper.order.expiry <= lower.order.expiry) return false;
    this.#heap[above] = lower;
    this.#heap[below] = upper;
    return true;
  }

  #expiry(index: number): number {
    return this.#heap[index]?.order.expiry ?? Number.POSITIVE_INFINITY;
  }
}
