import { createHash } from 'node:crypto';
import { type Database, integer, text } from '../core/database.ts';

/** What storage remembers of a file beside its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly etag: string;
  /** Base64, as S3 writes checksums. */
  readonly sha256: string;
  readonly modifiedMs: number;
}

const COLUMNS = 'key, content_type, length(body) AS bytes, etag, sha256, modified_ms';

/** The files of the one bucket, in the sandbox's own SQLite file. */
export class StoredObjects {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  put(key: string, contentType: string, body: Uint8Array): StoredObject {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const sha256 = createHash('sha256').update(body).digest('base64');
    const modifiedMs = Date.now();
    this.#database.run(
      `INSERT INTO stored_object (key, content_type, etag, sha256, modified_ms, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET content_type = excluded.content_type, etag = excluded.etag,
         sha256 = excluded.sha256, modified_ms = excluded.modified_ms, body = excluded.body`,
      key,
      contentType,
      etag,
      sha256,
      modifiedMs,
      body,
    );
    return { key, contentType, bytes: body.length, etag, sha256, modifiedMs };
  }

  find(key: string): StoredObject | undefined {
    const row = this.#database.get(`SELECT ${COLUMNS} FROM stored_object WHERE key = ?`, key);
    return row === undefined ? undefined : objectOf(row);
  }

  body(key: string): Uint8Array {
    const body = this.#database.get('SELECT body FROM stored_object WHERE key = ?', key)?.body;
    return body instanceof Uint8Array ? body : new Uint8Array();
  }

  remove(key: string): void {
    this.#database.run('DELETE FROM stored_object WHERE key = ?', key);
  }

  newest(limit: number): StoredObject[] {
    return this.#database
      .all(`SELECT ${COLUMNS} FROM stored_object ORDER BY modified_ms DESC, key LIMIT ?`, limit)
      .map(objectOf);
  }
}

const objectOf = (row: Parameters<typeof text>[0]): StoredObject => ({
  key: text(row, 'key'),
  contentType: text(row, 'content_type'),
  bytes: integer(row, 'bytes'),
  etag: text(row, 'etag'),
  sha256: text(row, 'sha256'),
  modifiedMs: integer(row, 'modified_ms'),
});
