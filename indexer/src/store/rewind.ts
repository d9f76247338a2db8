import type { Hex } from '../rpc/wire.ts';
import type { CursorPosition } from './batch.ts';
import { bytes, type ChainTx, HaltError, LostLeadershipError, quoteSchema, toHex } from './chain-tx.ts';
import { announce } from './committer.ts';
import { type HolderKey, refreshDividends, refreshFreezes, refreshIdentities } from './derived-state.ts';

export type RewindResult = { readonly orphanedEvents: number };

const KEYED_BY_BLOCK = [
  'transfer',
  'usdc_transfer',
  'treasury_movement',
  'anchor',
  'property_token',
  'trade',
  'order_cancellation',
  'offering',
  'offering_event',
] as const;

/**
 * Takes back every block above `ancestor`, inside the given transaction: raw events move to the fork journal, rows
 * above vanish, state of touched keys is computed from the rows that remain. Cost grows with the orphaned rows only.
 * Throws HaltError rather than touch what was final.
 */
export async function rewindTo(
  tx: ChainTx,
  current: CursorPosition,
  ancestor: { readonly number: number; readonly hash: Hex },
  fence: number,
): Promise<RewindResult> {
  const s = quoteSchema(tx.schema);
  await lockCursor(tx, current, ancestor.number, fence);
  const orphanedEvents = await journal(tx, current, ancestor);
  const above = [tx.chainId, ancestor.number];
  for (const table of KEYED_BY_BLOCK)
    await tx.client.query(`DELETE FROM ${s}.${table} WHERE chain_id = $1 AND block_number > $2`, above);
  await tx.client.query(
    `DELETE FROM ${s}.contract WHERE chain_id = $1 AND first_block > $2 AND first_log >= 0`,
    above,
  );
  await rewindBalances(tx, ancestor.number);
  await rewindDerived(tx, ancestor.number);
  await tx.client.query(`DELETE FROM ${s}.block WHERE chain_id = $1 AND number > $2`, above);
  await tx.client.query(
    `UPDATE ${s}.cursor SET number = $2, hash = $3, safe = least(safe, $2), updated_at = now() WHERE chain_id = $1`,
    [tx.chainId, ancestor.number, bytes(ancestor.hash)],
  );
  await announce(tx, ancestor.number);
  return { orphanedEvents };
}

async function lockCursor(
  tx: ChainTx,
  current: CursorPosition,
  ancestor: number,
  fence: number,
): Promise<void> {
  const { rows } = await tx.client.query<{ final: string }>(
    `SELECT final FROM ${quoteSchema(tx.schema)}.cursor
     WHERE chain_id = $1 AND number = $2 AND hash IS NOT DISTINCT FROM $3 AND fence = $4 FOR UPDATE`,
    [tx.chainId, current.number, current.hash === null ? null : bytes(current.hash), fence],
  );
  const row = rows[0];
  if (row === undefined)
    throw new LostLeadershipError('Another indexer moved the cursor; this one stops writing.');
  if (ancestor < Number(row.final))
    throw new HaltError(
      `A fork reaches below the final block ${row.final}, down to ${ancestor}; nothing was changed.`,
    );
}

/** Records the fork, moves its raw events aside and tells consumers which blocks are taken back, newest first. */
async function journal(
  tx: ChainTx,
  current: CursorPosition,
  ancestor: { readonly number: number; readonly hash: Hex },
): Promise<number> {
  const s = quoteSchema(tx.schema);
  const fork = await tx.client.query<{ id: string }>(
    `INSERT INTO ${s}.fork (chain_id, ancestor_number, ancestor_hash, old_number, old_hash, orphaned_events)
     VALUES ($1, $2, $3, $4, $5, 0) RETURNING id`,
    [
      tx.chainId,
      ancestor.number,
      bytes(ancestor.hash),
      current.number,
      current.hash === null ? Buffer.alloc(0) : bytes(current.hash),
    ],
  );
  const forkId = fork.rows[0]?.id;
  await tx.client.query(
    `INSERT INTO ${s}.outbox (chain_id, kind, block_number, block_hash, event_count)
     SELECT b.chain_id, 'retracted', b.number, b.hash,
       (SELECT count(*) FROM ${s}.raw_event r WHERE r.chain_id = b.chain_id AND r.block_number = b.number)
     FROM ${s}.block b WHERE b.chain_id = $1 AND b.number > $2 AND b.has_events ORDER BY b.number DESC`,
    [tx.chainId, ancestor.number],
  );
  const columns =
    'chain_id, block_number, log_index, block_hash, tx_hash, address, topic0, topic1, topic2, topic3, data';
  const moved = await tx.client.query(
    `WITH gone AS (DELETE FROM ${s}.raw_event WHERE chain_id = $1 AND block_number > $2 RETURNING ${columns})
     INSERT INTO ${s}.raw_event_orphan (fork_id, ${columns}) SELECT $3, ${columns} FROM gone`,
    [tx.chainId, ancestor.number, forkId],
  );
  const count = moved.rowCount ?? 0;
  await tx.client.query(`UPDATE ${s}.fork SET orphaned_events = $2 WHERE id = $1`, [forkId, count]);
  return count;
}

async function rewindBalances(tx: ChainTx, ancestor: number): Promise<void> {
  const s = quoteSchema(tx.schema);
  const { rows } = await tx.client.query<{ token: Buffer; holder: Buffer }>(
    `WITH gone AS (DELETE FROM ${s}.balance_history WHERE chain_id = $1 AND block_number > $2 RETURNING token, holder)
     SELECT DISTINCT token, holder FROM gone`,
    [tx.chainId, ancestor],
  );
  if (rows.length === 0) return;
  const touched = [tx.chainId, rows.map((row) => row.token), rows.map((row) => row.holder)];
  await tx.client.query(
    `DELETE FROM ${s}.balance b USING unnest($2::bytea[], $3::bytea[]) AS k(token, holder)
     WHERE b.chain_id = $1 AND b.token = k.token AND b.holder = k.holder`,
    touched,
  );
  await tx.client.query(
    `INSERT INTO ${s}.balance (chain_id, token, holder, amount, last_block, last_log)
     SELECT $1, k.token, k.holder, h.amount, h.block_number, h.log_index
     FROM unnest($2::bytea[], $3::bytea[]) AS k(token, holder),
     LATERAL (SELECT amount, block_number, log_index FROM ${s}.balance_history
       WHERE chain_id = $1 AND token = k.token AND holder = k.holder ORDER BY block_number DESC LIMIT 1) h`,
    touched,
  );
}

async function rewindDerived(tx: ChainTx, ancestor: number): Promise<void> {
  const s = quoteSchema(tx.schema);
  const above = [tx.chainId, ancestor];
  const freezes = await tx.client.query<{ token: Buffer; holder: Buffer }>(
    `WITH gone AS (DELETE FROM ${s}.freeze_event WHERE chain_id = $1 AND block_number > $2 RETURNING token, holder)
     SELECT DISTINCT token, holder FROM gone`,
    above,
  );
  const keys: HolderKey[] = freezes.rows.map((row) => ({
    token: toHex(row.token),
    holder: toHex(row.holder),
  }));
  await refreshFreezes(tx, keys);
  const wallets = await tx.client.query<{ wallet: Buffer }>(
    `WITH gone AS (DELETE FROM ${s}.identity_event WHERE chain_id = $1 AND block_number > $2 RETURNING wallet)
     SELECT DISTINCT wallet FROM gone`,
    above,
  );
  await refreshIdentities(
    tx,
    wallets.rows.map((row) => toHex(row.wallet)),
  );
  await tx.client.query(`DELETE FROM ${s}.dividend WHERE chain_id = $1 AND declared_block > $2`, above);
  const dividends = await tx.client.query<{ id: Buffer }>(
    `WITH steps AS (DELETE FROM ${s}.dividend_event WHERE chain_id = $1 AND block_number > $2 RETURNING dividend_id),
       payments AS (DELETE FROM ${s}.dividend_payment WHERE chain_id = $1 AND block_number > $2 RETURNING dividend_id)
     SELECT dividend_id AS id FROM steps UNION SELECT dividend_id FROM payments`,
    above,
  );
  await refreshDividends(
    tx,
    dividends.rows.map((row) => toHex(row.id)),
  );
}
