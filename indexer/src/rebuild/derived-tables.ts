import type pg from 'pg';
import { quoteSchema } from '../store/chain-tx.ts';

/** Every table that is a function of the chain, with the columns that are. Journals of forks and the outbox are not. */
export const DERIVED_TABLES: Readonly<Record<string, { readonly columns: string; readonly where: string }>> =
  {
    // Which empty blocks are stored depends on when the indexer ran, and so does whether their parents are known.
    block: { columns: 'chain_id, number, hash, timestamp', where: 'has_events' },
    raw_event: { columns: '*', where: 'true' },
    contract: { columns: '*', where: 'true' },
    property_token: { columns: '*', where: 'true' },
    transfer: { columns: '*', where: 'true' },
    balance: { columns: '*', where: 'true' },
    balance_history: { columns: '*', where: 'true' },
    freeze_event: { columns: '*', where: 'true' },
    freeze: { columns: '*', where: 'true' },
    identity_event: { columns: '*', where: 'true' },
    identity: { columns: '*', where: 'true' },
    dividend: { columns: '*', where: 'true' },
    dividend_event: { columns: '*', where: 'true' },
    dividend_payment: { columns: '*', where: 'true' },
    treasury_movement: { columns: '*', where: 'true' },
    usdc_transfer: { columns: '*', where: 'true' },
    offering: { columns: '*', where: 'true' },
    offering_event: { columns: '*', where: 'true' },
    anchor: { columns: '*', where: 'true' },
    trade: { columns: '*', where: 'true' },
    order_cancellation: { columns: '*', where: 'true' },
  };

export type TableDigest = { readonly rows: number; readonly digest: string };

/** Rows and an order-free digest (sum of 60 bits of each row's sha-256) of every derived table of one chain. */
export async function digestTables(
  client: pg.Pool | pg.PoolClient,
  schema: string,
  chainId: number,
): Promise<Map<string, TableDigest>> {
  const digests = new Map<string, TableDigest>();
  for (const [table, { columns, where }] of Object.entries(DERIVED_TABLES)) {
    const { rows } = await client.query<{ count: string; digest: string }>(
      `SELECT count(*) AS count,
         coalesce(sum(('x' || substr(encode(sha256(convert_to(r::text, 'UTF8')), 'hex'), 1, 15))::bit(60)::bigint), 0)::text AS digest
       FROM (SELECT ${columns} FROM ${quoteSchema(schema)}.${table} WHERE chain_id = $1 AND ${where}) r`,
      [chainId],
    );
    digests.set(table, { rows: Number(rows[0]?.count), digest: rows[0]?.digest ?? '' });
  }
  return digests;
}

/** The first few rows of a table that one side has and the other has not, as text. */
export async function differingRows(
  table: string,
  sides: { readonly live: pg.PoolClient; readonly shadow: pg.Pool; readonly schema: string },
  chainId: number,
): Promise<{ readonly onlyLive: readonly string[]; readonly onlyRebuilt: readonly string[] }> {
  const rule = DERIVED_TABLES[table] ?? { columns: '*', where: 'true' };
  const read = async (client: pg.Pool | pg.PoolClient, schema: string): Promise<Set<string>> => {
    const { rows } = await client.query<{ line: string }>(
      `SELECT r::text AS line FROM
         (SELECT ${rule.columns} FROM ${quoteSchema(schema)}.${table} WHERE chain_id = $1 AND ${rule.where}) r`,
      [chainId],
    );
    return new Set(rows.map((row) => row.line));
  };
  const [live, rebuilt] = [await read(sides.live, 'chain'), await read(sides.shadow, sides.schema)];
  const missing = (from: Set<string>, other: Set<string>) =>
    [...from].filter((row) => !other.has(row)).slice(0, 3);
  return { onlyLive: missing(live, rebuilt), onlyRebuilt: missing(rebuilt, live) };
}
