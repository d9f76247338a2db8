import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { type Database, integer, type Row, text } from './database.ts';

export type TaskHandler = (payload: string) => void;

export interface TaskRequest {
  readonly name: string;
  readonly payload?: string;
  readonly dueMs: number;
  /** Among tasks due at the same instant the lower number goes first. */
  readonly priority?: number;
}

const RETRY_MS = 60_000;

/** Work due at a virtual time, run strictly in order of due time, each task in its own transaction. */
export class Schedule {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #handlers = new Map<string, TaskHandler>();

  constructor(database: Database, clock: Clock, log: Logger) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  define(name: string, handler: TaskHandler): void {
    this.#handlers.set(name, handler);
  }

  add(task: TaskRequest): void {
    this.#database.run(
      'INSERT INTO task (due_ms, priority, name, payload) VALUES (?, ?, ?, ?)',
      task.dueMs,
      task.priority ?? 5,
      task.name,
      task.payload ?? '',
    );
  }

  has(name: string, payload?: string): boolean {
    const row =
      payload === undefined
        ? this.#database.get('SELECT 1 AS found FROM task WHERE name = ? LIMIT 1', name)
        : this.#database.get(
            'SELECT 1 AS found FROM task WHERE name = ? AND payload = ? LIMIT 1',
            name,
            payload,
          );
    return row !== undefined;
  }

  pending(): Array<{ name: string; payload: string; due: string }> {
    return this.#database
      .all('SELECT name, payload, due_ms FROM task ORDER BY due_ms, priority, seq LIMIT 100')
      .map((row) => ({
        name: text(row, 'name'),
        payload: text(row, 'payload'),
        due: new Date(integer(row, 'due_ms')).toISOString(),
      }));
  }

  /** Runs everything due up to `untilMs`, including what that work schedules within it. Returns how many ran. */
  runUntil(untilMs: number): number {
    let ran = 0;
    for (;;) {
      const row = this.#database.get(
        'SELECT * FROM task WHERE due_ms <= ? ORDER BY due_ms, priority, seq LIMIT 1',
        untilMs,
      );
      if (row === undefined) return ran;
      this.#run(row);
      ran += 1;
    }
  }

  /** Moves virtual time forward by `byMs`, firing what falls due on the way. */
  advance(byMs: number): number {
    const targetMs = this.#clock.nowMs() + byMs;
    const ran = this.runUntil(targetMs);
    this.#clock.moveTo(targetMs);
    return ran;
  }

  #run(row: Row): void {
    const seq = integer(row, 'seq');
    const name = text(row, 'name');
    const dueMs = integer(row, 'due_ms');
    try {
      this.#database.transaction(() => {
        this.#database.run('DELETE FROM task WHERE seq = ?', seq);
        this.#clock.moveTo(dueMs);
        const handler = this.#handlers.get(name);
        if (handler === undefined) throw new Error(`no handler for task ${name}`);
        this.#clock.at(dueMs, () => handler(text(row, 'payload')));
      });
    } catch (error) {
      // The task stays, later: one broken task must not stop the world's clock.
      this.#log.error(
        { err: error, task: name, payload: text(row, 'payload') },
        'due work failed; it will be retried',
      );
      this.#database.run(
        'UPDATE task SET due_ms = due_ms + ?, failures = failures + 1 WHERE seq = ?',
        RETRY_MS * 2 ** Math.min(integer(row, 'failures'), 10),
        seq,
      );
    }
  }
}
