import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { inTransaction, LIVE_SCHEMA, quoteSchema } from '../store/chain-tx.ts';
import { DERIVED_TABLES } from './derived-tables.ts';

const OTHER_TABLES = ['cursor', 'fork', 'raw_event_orphan', 'outbox'] as const;
const ALL_TABLES = [...Object.keys(DERIVED_TABLES), ...OTHER_TABLES];

/** Makes the live schema from its migrations when it was dropped. True when it had to. */
export async function restoreLiveSchema(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>(
    `SELECT to_regclass('${LIVE_SCHEMA}.cursor') IS NOT NULL AS there`,
  );
  if (rows[0]?.there === true) return false;
  const folder = new URL('../migrations/', import.meta.resolve('@freehold/database/migrate'));
  const names = readdirSync(folder)
    .filter((name) => /^\d+_chain/.test(name))
    .sort();
  await inTransaction(pool, async (client) => {
    for (const name of names)
      await client.query(readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8'));
  });
  return true;
}

/** An empty copy of the live tables, structure and all. */
export async function createShadow(pool: pg.Pool, schema: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`DROP SCHEMA IF EXISTS ${quoteSchema(schema)} CASCADE`);
    await client.query(`CREATE SCHEMA ${quoteSchema(schema)}`);
    for (const table of ALL_TABLES)
      await client.query(
        `CREATE TABLE ${quoteSchema(schema)}.${table} (LIKE ${LIVE_SCHEMA}.${table} INCLUDING ALL)`,
      );
  });
}

export async function dropShadow(pool: pg.Pool, schema: string): Promise<void> {
  await pool.query(`DROP SCHEMA IF EXISTS ${quoteSchema(schema)} CASCADE`);
}

/**
 * Puts the shadow's rows in place of the live ones, in one transaction. Raises the fence, so that a running leader
 * notices at its next commit and starts over from the new rows. Journals and outbox stay; blocks whose events are
 * others than before are retracted and applied anew in the outbox.
 */
export async function adoptShadow(pool: pg.Pool, schema: string, chainId: number): Promise<void> {
  const shadow = quoteSchema(schema);
  await inTransaction(pool, async (client) => {
    const live = await client.query<{ fence: string }>(
      `SELECT fence FROM ${LIVE_SCHEMA}.cursor WHERE chain_id = $1 FOR UPDATE`,
      [chainId],
    );
    await recordDifferences(client, shadow, chainId);
    for (const table of [...Object.keys(DERIVED_TABLES), 'cursor']) {
      await client.query(`DELETE FROM ${LIVE_SCHEMA}.${table} WHERE chain_id = $1`, [chainId]);
      await client.query(
        `INSERT INTO ${LIVE_SCHEMA}.${table} SELECT * FROM ${shadow}.${table} WHERE chain_id = $1`,
        [chainId],
      );
    }
    await client.query(`UPDATE ${LIVE_SCHEMA}.cursor SET fence = $2 WHERE chain_id = $1`, [
      chainId,
      Number(live.rows[0]?.fence ?? 0) + 1,
    ]);
    await client.query(
      `SELECT pg_notify('chain_advanced', chain_id || ':' || number) FROM ${LIVE_SCHEMA}.cursor WHERE chain_id = $1`,
      [chainId],
    );
  });
}

async function recordDifferences(client: pg.PoolClient, shadow: string, chainId: number): Promise<void> {
  const blocks = (schema: string): string =>
    `SELECT b.number, b.hash, count(*)::integer AS events,
       sum(('x' || substr(encode(sha256(convert_to(r::text, 'UTF8')), 'hex'), 1, 15))::bit(60)::bigint) AS digest
     FROM ${schema}.block b JOIN ${schema}.raw_event r ON r.chain_id = b.chain_id AND r.block_number = b.number
     WHERE b.chain_id = $1 GROUP BY b.number, b.hash`;
  const missing = (from: string, other: string): string =>
    `SELECT * FROM (${blocks(from)}) f WHERE NOT EXISTS
       (SELECT FROM (${blocks(other)}) o WHERE o.number = f.number AND o.hash = f.hash AND o.digest = f.digest)`;
  const insert = (kind: 'applied' | 'retracted', rows: string, order: 'ASC' | 'DESC'): string =>
    `INSERT INTO ${LIVE_SCHEMA}.outbox (chain_id, kind, block_number, block_hash, event_count)
     SELECT $1, '${kind}', number, hash, events FROM (${rows}) d ORDER BY number ${order}`;
  await client.query(insert('retracted', missing(LIVE_SCHEMA, shadow), 'DESC'), [chainId]);
  await client.query(insert('applied', missing(shadow, LIVE_SCHEMA), 'ASC'), [chainId]);
}
