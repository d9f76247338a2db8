import { createHash } from 'node:crypto';
import { type Database, integer, text } from './database.ts';
import type { Provider } from './faults.ts';

export interface StoredAnswer {
  readonly route: string;
  readonly params: string;
  readonly status: number;
  readonly body: string;
  readonly createdMs: number;
}

/** First answers by idempotency key. The answer is stored in the transaction of the effect it reports. */
export class IdempotencyStore {
  readonly #database: Database;
  readonly #provider: Provider;
  /** Keys being executed right now; a crash forgets them, and with them the effect was rolled back. */
  readonly #inFlight = new Set<string>();

  constructor(database: Database, provider: Provider) {
    this.#database = database;
    this.#provider = provider;
  }

  /** False when the key is already in flight. */
  claim(key: string): boolean {
    if (this.#inFlight.has(key)) return false;
    this.#inFlight.add(key);
    return true;
  }

  release(key: string): void {
    this.#inFlight.delete(key);
  }

  find(key: string): StoredAnswer | undefined {
    const row = this.#database.get(
      'SELECT * FROM idempotency WHERE provider = ? AND key = ?',
      this.#provider,
      key,
    );
    if (row === undefined) return undefined;
    return {
      route: text(row, 'route'),
      params: text(row, 'params'),
      status: integer(row, 'status'),
      body: text(row, 'body'),
      createdMs: integer(row, 'created_ms'),
    };
  }

  store(key: string, answer: StoredAnswer): void {
    this.#database.run(
      'INSERT INTO idempotency (provider, key, route, params, status, body, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
      this.#provider,
      key,
      answer.route,
      answer.params,
      answer.status,
      answer.body,
      answer.createdMs,
    );
  }

  forget(key: string): void {
    this.#database.run('DELETE FROM idempotency WHERE provider = ? AND key = ?', this.#provider, key);
  }
}

/** The same for any order of the members. */
export function fingerprint(params: unknown): string {
  return createHash('sha256').update(canonical(params)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
