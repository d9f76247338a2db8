import type { HolderChanges } from '../fold/balance-changes.ts';
import type { Hex } from '../rpc/wire.ts';
import { bytes, type ChainTx, copyRows, HaltError, quoteSchema, toHex } from './chain-tx.ts';

type HistoryRow = {
  readonly token: Hex;
  readonly holder: Hex;
  readonly block: number;
  readonly log: number;
  readonly amount: bigint;
};

/** Adds the changes to the stored balances and writes one history row per holder and touched block. */
export async function applyBalances(tx: ChainTx, holders: readonly HolderChanges[]): Promise<void> {
  if (holders.length === 0) return;
  const known = await storedBalances(tx, holders);
  const history: HistoryRow[] = [];
  const latest: HistoryRow[] = [];
  for (const { token, holder, blocks } of holders) {
    let amount = known.get(token + holder) ?? 0n;
    let row: HistoryRow | undefined;
    for (const change of blocks) {
      amount += change.delta;
      if (amount < 0n)
        throw new HaltError(
          `Balance of ${holder} in token ${token} would fall below zero at block ${change.block}: ` +
            'events are missing from what the node answered, so indexing stops before that block.',
        );
      row = { token, holder, block: change.block, log: change.log, amount };
      history.push(row);
    }
    if (row !== undefined) latest.push(row);
  }
  await upsert(tx, latest);
  await copyRows(
    tx,
    'balance_history',
    ['token', 'holder', 'block_number', 'log_index', 'amount'],
    history,
    (row) => [row.token, row.holder, row.block, row.log, row.amount],
  );
}

async function storedBalances(tx: ChainTx, holders: readonly HolderChanges[]): Promise<Map<string, bigint>> {
  const { rows } = await tx.client.query<{ token: Buffer; holder: Buffer; amount: string }>(
    `SELECT b.token, b.holder, b.amount FROM ${quoteSchema(tx.schema)}.balance b
     JOIN unnest($2::bytea[], $3::bytea[]) AS touched(token, holder) USING (token, holder)
     WHERE b.chain_id = $1`,
    [tx.chainId, holders.map((h) => bytes(h.token)), holders.map((h) => bytes(h.holder))],
  );
  return new Map(rows.map((row) => [toHex(row.token) + toHex(row.holder), BigInt(row.amount)]));
}

async function upsert(tx: ChainTx, rows: readonly HistoryRow[]): Promise<void> {
  await tx.client.query(
    `INSERT INTO ${quoteSchema(tx.schema)}.balance (chain_id, token, holder, amount, last_block, last_log)
     SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::numeric[], $5::bigint[], $6::integer[])
     ON CONFLICT (chain_id, token, holder) DO UPDATE
     SET amount = excluded.amount, last_block = excluded.last_block, last_log = excluded.last_log`,
    [
      tx.chainId,
      rows.map((row) => bytes(row.token)),
      rows.map((row) => bytes(row.holder)),
      rows.map((row) => row.amount.toString()),
      rows.map((row) => row.block),
      rows.map((row) => row.log),
    ],
  );
}
