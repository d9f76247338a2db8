import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Hex } from '../rpc/wire.ts';

/** The schema everybody reads. */
export const LIVE_SCHEMA = 'chain';

/** A transaction on one chain's rows in one schema (`chain`, or the shadow a rebuild fills). */
export type ChainTx = { readonly client: pg.PoolClient; readonly schema: string; readonly chainId: number };

/** Another process moved or claimed the cursor: this one is no longer the leader and must not write. */
export class LostLeadershipError extends Error {
  override readonly name = 'LostLeadershipError';
}

/** Going on would make the tables wrong; a person has to look. The message is the whole explanation. */
export class HaltError extends Error {
  override readonly name = 'HaltError';
}

export function quoteSchema(name: string): string {
  return pg.escapeIdentifier(name);
}

export function bytes(hex: Hex): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}

export function toHex(value: Buffer): Hex {
  return `0x${value.toString('hex')}`;
}

/** Runs `work` in one transaction; anything thrown rolls everything back. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
  begin = 'BEGIN',
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    try {
      await client.query('ROLLBACK');
    } catch (rollbackError) {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

export type CopyValue = Hex | bigint | number | boolean | null | string;

/** One field in COPY's text format. Hex becomes bytea; other strings must be plain words, nothing is escaped. */
function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.startsWith('0x') ? `\\\\x${value.slice(2)}` : value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return value.toString();
}

const CHUNK_CHARACTERS = 256 * 1024;

/** Streams rows into `table`, chain_id first. Does nothing without rows. */
export async function copyRows<Row>(
  tx: ChainTx,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
  fields: (row: Row) => readonly CopyValue[],
): Promise<void> {
  if (rows.length === 0) return;
  const target = `${quoteSchema(tx.schema)}.${table} (chain_id, ${columns.join(', ')})`;
  const stream = tx.client.query(copyFrom(`COPY ${target} FROM STDIN`));
  const done = once(stream, 'finish');
  const chainId = String(tx.chainId);
  let chunk = '';
  for (const row of rows) {
    chunk += chainId;
    for (const value of fields(row)) chunk += `\t${copyField(value)}`;
    chunk += '\n';
    if (chunk.length < CHUNK_CHARACTERS) continue;
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done]);
    chunk = '';
  }
  stream.end(chunk);
  await done;
}
