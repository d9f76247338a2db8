import type pg from 'pg';
import type { Picture } from './oracle.ts';

const hex = (column: string): string => `coalesce('0x' || encode(${column}, 'hex'), '-')`;
const plain = (column: string): string => `coalesce(lower(${column}::text), '-')`;
const line = (...columns: string[]): string => columns.join(` || ' ' || `);
const AT = "block_number || '/' || log_index";

/** Each table as text lines in the words of the oracle. */
const QUERIES: Readonly<Record<string, string>> = {
  tokens: `SELECT ${line(AT, hex('key'), hex('token'), hex('compliance'), plain('name'), plain('symbol'), plain('max_supply'))} AS line
    FROM chain.property_token ORDER BY block_number, log_index`,
  transfers: `SELECT ${line(AT, hex('token'), hex('from_address'), hex('to_address'), plain('amount'))} AS line
    FROM chain.transfer ORDER BY block_number, log_index`,
  balances: `SELECT ${line(hex('token'), hex('holder'), plain('amount'))} AS line FROM chain.balance`,
  history: `SELECT ${line(hex('token'), hex('holder'), plain('block_number'), plain('amount'))} AS line FROM chain.balance_history`,
  freezes: `SELECT ${line(hex('token'), hex('holder'), plain('frozen'), plain('frozen_amount'))} AS line FROM chain.freeze`,
  identities: `SELECT ${line(hex('wallet'), hex('identity'), plain('country'), hex('issuer'), plain('valid_until'), plain('revoked'), plain('removed'))} AS line
    FROM chain.identity`,
  dividends: `SELECT ${line(
    ...[hex('id'), "declared_block || '/' || declared_log", hex('token'), plain('epoch'), plain('amount')],
    ...[
      plain('carried_in'),
      plain('supply'),
      hex('statement_hash'),
      plain('funded_amount'),
      plain('funded_block'),
    ],
    ...[plain('paid_amount'), plain('paid_count'), plain('settled_amount'), plain('settled_count')],
    ...[plain('held_amount'), plain('held_count'), plain('carried_amount'), plain('distributed_block')],
    ...[plain('swept_amount'), plain('cancelled_block')],
  )} AS line FROM chain.dividend`,
  payments: `SELECT ${line(AT, 'kind', hex('dividend_id'), hex('holder'), plain('amount'), hex('reference'))} AS line
    FROM chain.dividend_payment ORDER BY block_number, log_index`,
  usdc: `SELECT ${line(AT, hex('from_address'), hex('to_address'), plain('amount'))} AS line
    FROM chain.usdc_transfer ORDER BY block_number, log_index`,
  treasury: `SELECT ${line(AT, 'kind', hex('reference'), hex('property_key'), hex('counterparty'), plain('amount'))} AS line
    FROM chain.treasury_movement`,
  trades: `SELECT ${line(AT, hex('token'), hex('buyer'), hex('seller'), plain('shares'), plain('cost'))} AS line
    FROM chain.trade ORDER BY block_number, log_index`,
  cancellations: `SELECT ${line(AT, 'kind', hex('maker'), hex('order_hash'), plain('nonce_group'), hex('mask'), plain('counter'))} AS line
    FROM chain.order_cancellation ORDER BY block_number, log_index`,
  offerings: `SELECT ${line(
    ...[AT, hex('id'), hex('token'), hex('property_key'), plain('price'), plain('cap'), plain('minimum')],
    ...[plain('min_per_investor'), plain('max_per_investor'), plain('opens'), plain('closes')],
  )} AS line FROM chain.offering ORDER BY block_number, log_index`,
  sales: `SELECT ${line(AT, 'kind', hex('offering_id'), hex('investor'), hex('counterparty'), plain('shares'), plain('amount'))} AS line
    FROM chain.offering_event ORDER BY block_number, log_index`,
  anchors: `SELECT ${line(AT, plain('sequence'), plain('size'), hex('root'), hex('head'))} AS line
    FROM chain.anchor ORDER BY block_number, log_index`,
};

/** What the oracle sorts as text rather than by position. */
const SORTED = new Set(['balances', 'history', 'freezes', 'identities', 'dividends', 'treasury']);

/** The picture the tables give, in one consistent snapshot. */
export async function pictureOfTables(pool: pg.Pool): Promise<Picture> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const picture: Record<string, string[]> = {};
    for (const [name, query] of Object.entries(QUERIES)) {
      const { rows } = await client.query<{ line: string }>(query);
      const lines = rows.map((row) => row.line);
      picture[name] = SORTED.has(name) ? lines.sort() : lines;
    }
    await client.query('COMMIT');
    return picture;
  } finally {
    client.release();
  }
}
