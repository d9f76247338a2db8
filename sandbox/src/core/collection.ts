import type { ZodType } from 'zod';
import { type Database, integer, type Row, text } from './database.ts';

export interface Identified {
  readonly id: string;
  /** Unix seconds of the virtual clock. */
  readonly created: number;
}

export interface ListQuery {
  /** JSON field → value it must have; fields are constants of the code, never input. */
  readonly where?: Readonly<Record<string, string | number | null | undefined>>;
  readonly createdFrom?: number | undefined;
  readonly createdTo?: number | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface Page<T> {
  readonly data: T[];
  readonly hasMore: boolean;
}

/** A page was asked for relative to something that does not exist. */
export class UnknownCursor extends Error {
  readonly id: string;

  constructor(id: string) {
    super(`No such object: '${id}'`);
    this.id = id;
  }
}

/** Documents of one kind, newest first, parsed by their schema on every read. */
export class Collection<T extends Identified> {
  readonly #database: Database;
  readonly #kind: string;
  readonly #schema: ZodType<T>;

  constructor(database: Database, kind: string, schema: ZodType<T>) {
    this.#database = database;
    this.#kind = kind;
    this.#schema = schema;
  }

  insert(record: T): T {
    this.#database.run(
      'INSERT INTO object (kind, id, created, body) VALUES (?, ?, ?, ?)',
      this.#kind,
      record.id,
      record.created,
      JSON.stringify(record),
    );
    return record;
  }

  update(record: T): T {
    const changed = this.#database.run(
      'UPDATE object SET body = ? WHERE kind = ? AND id = ?',
      JSON.stringify(record),
      this.#kind,
      record.id,
    );
    if (changed !== 1) throw new Error(`${this.#kind} ${record.id} does not exist`);
    return record;
  }

  remove(id: string): boolean {
    return this.#database.run('DELETE FROM object WHERE kind = ? AND id = ?', this.#kind, id) === 1;
  }

  find(id: string): T | undefined {
    const row = this.#database.get('SELECT body FROM object WHERE kind = ? AND id = ?', this.#kind, id);
    return row === undefined ? undefined : this.#parse(row);
  }

  /** Throws when it is missing: for ids that our own records point to. */
  get(id: string): T {
    const record = this.find(id);
    if (record === undefined) throw new Error(`${this.#kind} ${id} does not exist`);
    return record;
  }

  /** Every document that matches, oldest first. */
  all(where: ListQuery['where'] = {}): T[] {
    const { sql, values } = this.#conditions({ where, limit: 0 });
    return this.#database
      .all(`SELECT body FROM object WHERE ${sql} ORDER BY seq`, ...values)
      .map((row) => this.#parse(row));
  }

  list(query: ListQuery): Page<T> {
    const { sql, values } = this.#conditions(query);
    const ascending = query.before !== undefined;
    const rows = this.#database.all(
      `SELECT body FROM object WHERE ${sql} ORDER BY seq ${ascending ? 'ASC' : 'DESC'} LIMIT ?`,
      ...values,
      query.limit + 1,
    );
    const data = rows.slice(0, query.limit).map((row) => this.#parse(row));
    return { data: ascending ? data.reverse() : data, hasMore: rows.length > query.limit };
  }

  #conditions(query: ListQuery): { sql: string; values: Array<string | number> } {
    const parts = ['kind = ?'];
    const values: Array<string | number> = [this.#kind];
    for (const [field, value] of Object.entries(query.where ?? {})) {
      if (value === undefined) continue;
      if (value === null) {
        parts.push(`json_extract(body, '$.${field}') IS NULL`);
        continue;
      }
      parts.push(`json_extract(body, '$.${field}') = ?`);
      values.push(value);
    }
    const bounds: Array<[string, number | undefined]> = [
      ['created >= ?', query.createdFrom],
      ['created <= ?', query.createdTo],
      ['seq < ?', this.#position(query.after)],
      ['seq > ?', this.#position(query.before)],
    ];
    for (const [sql, value] of bounds) {
      if (value === undefined) continue;
      parts.push(sql);
      values.push(value);
    }
    return { sql: parts.join(' AND '), values };
  }

  #position(id: string | undefined): number | undefined {
    if (id === undefined) return undefined;
    const row = this.#database.get('SELECT seq FROM object WHERE kind = ? AND id = ?', this.#kind, id);
    if (row === undefined) throw new UnknownCursor(id);
    return integer(row, 'seq');
  }

  #parse(row: Row): T {
    return this.#schema.parse(JSON.parse(text(row, 'body')));
  }
}
