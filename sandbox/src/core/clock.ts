import type { Database } from './database.ts';

export const SECOND_MS = 1_000;
export const DAY_MS = 86_400_000;

/** Virtual time: real time plus an offset that only ever grows and is kept in the database. */
export class Clock {
  readonly #database: Database;
  #offsetMs: number;
  #pinnedMs: number | undefined;

  constructor(database: Database) {
    this.#database = database;
    this.#offsetMs = Number(database.readMeta('clock.offset_ms') ?? '0');
  }

  nowMs(): number {
    return this.#pinnedMs ?? Date.now() + this.#offsetMs;
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.nowMs() / SECOND_MS);
  }

  iso(): string {
    return new Date(this.nowMs()).toISOString();
  }

  offsetMs(): number {
    return this.#offsetMs;
  }

  /** Moves forward to `targetMs`; a target in the past changes nothing. */
  moveTo(targetMs: number): void {
    const offset = Math.max(this.#offsetMs, targetMs - Date.now());
    if (offset === this.#offsetMs) return;
    this.#offsetMs = offset;
    this.#database.writeMeta('clock.offset_ms', String(offset));
  }

  /** Runs `work` with time standing still at `atMs`: due work happens at its due time, however late we come. */
  at<T>(atMs: number, work: () => T): T {
    const before = this.#pinnedMs;
    this.#pinnedMs = atMs;
    try {
      return work();
    } finally {
      this.#pinnedMs = before;
    }
  }
}

export function startOfDayMs(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

/** `days` business days after `ms` (Saturday and Sunday do not count), same time of day. */
export function addBusinessDaysMs(ms: number, days: number): number {
  let result = ms;
  for (let left = days; left > 0; ) {
    result += DAY_MS;
    const weekday = new Date(result).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return result;
}
