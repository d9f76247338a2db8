const TARGET_LOGS = 10_000;
const FIRST_SIZE = 200;
const LARGEST_SIZE = 50_000;
/** After so many good answers a limit once learnt is tried again: providers raise theirs. */
const PROBE_AFTER = 50;

/** How many blocks to ask for at once: aims at a number of logs and learns what the node refuses. */
export class RangePlanner {
  #size = FIRST_SIZE;
  #ceiling = LARGEST_SIZE;
  #successes = 0;

  get size(): number {
    return this.#size;
  }

  succeeded(blocks: number, logs: number): void {
    this.#successes += 1;
    if (this.#successes >= PROBE_AFTER) {
      this.#ceiling = LARGEST_SIZE;
      this.#successes = 0;
    }
    // A short last range says nothing about longer ones.
    const wanted = logs === 0 ? this.#size * 2 : Math.ceil((blocks * TARGET_LOGS) / logs);
    this.#size = Math.max(1, Math.min(wanted, this.#size * 2, this.#ceiling));
  }

  /** The node refused `blocks` at once; `message` may name the size it accepts. */
  refused(blocks: number, message: string): void {
    const hint = suggestedRange(message);
    const half = Math.max(1, Math.floor(blocks / 2));
    this.#ceiling = hint !== null && hint < blocks ? hint : half;
    this.#size = Math.min(this.#size, this.#ceiling);
    this.#successes = 0;
  }
}

/** The number of blocks an error text allows, e.g. "up to a 2000 block range" or "[0x10, 0x20]"; null if none. */
export function suggestedRange(message: string): number | null {
  const hexRange = /\[\s*(0x[0-9a-f]+)\s*,\s*(0x[0-9a-f]+)\s*\]/i.exec(message);
  if (hexRange?.[1] !== undefined && hexRange[2] !== undefined) {
    const blocks = Number(hexRange[2]) - Number(hexRange[1]) + 1;
    return blocks > 0 ? blocks : null;
  }
  const words =
    /(?:up to|limited to|maximum(?: of)?|max(?: is)?|limit(?: is|:)?|exceeds?)\D{0,20}?([\d,]+)\s*(k?)\s*-?\s*block/i.exec(
      message,
    ) ?? /(?:block range|range)\D{0,40}?([\d,]{2,})(k?)/i.exec(message);
  if (words?.[1] === undefined) return null;
  const blocks = Number(words[1].replaceAll(',', '')) * (words[2]?.toLowerCase() === 'k' ? 1_000 : 1);
  return Number.isSafeInteger(blocks) && blocks > 0 ? blocks : null;
}
