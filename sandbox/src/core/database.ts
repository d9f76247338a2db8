import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS object_by_kind ON object (kind, seq);
  CREATE TABLE IF NOT EXISTS task (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, due_ms INTEGER NOT NULL, priority INTEGER NOT NULL,
    name TEXT NOT NULL, payload TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE INDEX IF NOT EXISTS task_by_due ON task (due_ms, priority, seq);
  CREATE TABLE IF NOT EXISTS ledger_entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, at_ms INTEGER NOT NULL,
    description TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS ledger_posting (
    entry INTEGER NOT NULL REFERENCES ledger_entry (seq), account TEXT NOT NULL, amount INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS ledger_posting_by_account ON ledger_posting (account);
  CREATE TABLE IF NOT EXISTS ledger_balance (account TEXT PRIMARY KEY, amount INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS idempotency (
    provider TEXT NOT NULL, key TEXT NOT NULL, route TEXT NOT NULL, params TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, created_ms INTEGER NOT NULL,
    PRIMARY KEY (provider, key)) STRICT;
  CREATE TABLE IF NOT EXISTS delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, message TEXT NOT NULL, topic TEXT NOT NULL,
    endpoint TEXT NOT NULL, body TEXT NOT NULL, forged INTEGER NOT NULL, due_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '') STRICT;
  CREATE INDEX IF NOT EXISTS delivery_by_state ON delivery (state, due_ms, seq);
  CREATE TABLE IF NOT EXISTS fault (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, route TEXT NOT NULL, kind TEXT NOT NULL,
    remaining INTEGER NOT NULL, probability REAL NOT NULL, delay_ms INTEGER NOT NULL,
    seed INTEGER NOT NULL, draws INTEGER NOT NULL DEFAULT 0, hits INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE IF NOT EXISTS stored_object (
    key TEXT PRIMARY KEY, content_type TEXT NOT NULL, etag TEXT NOT NULL, sha256 TEXT NOT NULL,
    modified_ms INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
`;

/**
 * One SQLite file holding the whole outside world. Every state change, its journal entry and the webhooks it
 * causes are written in one transaction, so a kill at any instant leaves either all of them or none.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #afterCommit: Array<() => void> = [];
  /** The code has a fixed number of statements, so this does not grow. */
  readonly #statements = new Map<string, StatementSync>();
  #open = false;

  /** `directory` undefined keeps everything in memory. */
  constructor(directory?: string) {
    this.#connection = connect(directory);
    this.#connection.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;',
    );
    this.#connection.exec(SCHEMA);
  }

  /** Runs `work` atomically; a nested call joins the surrounding transaction. */
  transaction<T>(work: () => T): T {
    if (this.#open) return work();
    this.#open = true;
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      this.#connection.exec('ROLLBACK');
      throw error;
    } finally {
      this.#open = false;
      for (const hook of this.#afterCommit) hook();
    }
  }

  /** Called after every outermost transaction: wakes whoever works off a queue. */
  onCommit(hook: () => void): void {
    this.#afterCommit.push(hook);
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  /** Like `all`, with integers as bigint: for money. */
  allBig(sql: string, ...values: SQLInputValue[]): Row[] {
    const statement = this.#connection.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all(...values);
  }

  readMeta(key: string): string | undefined {
    const row = this.get('SELECT value FROM meta WHERE key = ?', key);
    return row === undefined ? undefined : text(row, 'value');
  }

  writeMeta(key: string, value: string): void {
    this.run(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#connection.close();
  }
}

/** The data folder cannot hold a database. */
export class DataFolderError extends Error {}

function connect(directory: string | undefined): DatabaseSync {
  if (directory === undefined) return new DatabaseSync(':memory:');
  try {
    mkdirSync(directory, { recursive: true });
    return new DatabaseSync(join(directory, 'sandbox.sqlite'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(
      `SANDBOX_DATA_DIR: "${directory}": ${reason}. Expected a folder that can be written to.`,
    );
  }
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} is not text`);
  return value;
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} is not a number`);
  return value;
}

export function big(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value !== 'bigint') throw new TypeError(`column ${column} is not a bigint`);
  return value;
}
