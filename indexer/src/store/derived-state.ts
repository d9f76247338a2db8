import { applyIdentityChange, type IdentityState, UNKNOWN_WALLET } from '../fold/identity-state.ts';
import type { Hex } from '../rpc/wire.ts';
import { bytes, type ChainTx, quoteSchema, toHex } from './chain-tx.ts';

/**
 * State that is a function of the event rows of its key. Forward and backward use the same statements: after rows
 * were added, or taken away by a fork, the touched keys are computed anew.
 */

export type HolderKey = { readonly token: Hex; readonly holder: Hex };

/** Frozen flags and frozen shares of the given holders. */
export async function refreshFreezes(tx: ChainTx, keys: readonly HolderKey[]): Promise<void> {
  if (keys.length === 0) return;
  const s = quoteSchema(tx.schema);
  const touched = [tx.chainId, keys.map((k) => bytes(k.token)), keys.map((k) => bytes(k.holder))];
  await tx.client.query(
    `DELETE FROM ${s}.freeze f USING unnest($2::bytea[], $3::bytea[]) AS k(token, holder)
     WHERE f.chain_id = $1 AND f.token = k.token AND f.holder = k.holder`,
    touched,
  );
  await tx.client.query(
    `INSERT INTO ${s}.freeze (chain_id, token, holder, frozen, frozen_amount, last_block, last_log)
     SELECT $1, e.token, e.holder,
       coalesce((array_agg(e.frozen ORDER BY e.block_number DESC, e.log_index DESC)
         FILTER (WHERE e.kind = 'address'))[1], false),
       coalesce(sum(e.amount) FILTER (WHERE e.kind = 'shares'), 0),
       max(e.block_number),
       (array_agg(e.log_index ORDER BY e.block_number DESC, e.log_index DESC))[1]
     FROM ${s}.freeze_event e
     WHERE e.chain_id = $1
       AND (e.token, e.holder) IN (SELECT * FROM unnest($2::bytea[], $3::bytea[]))
     GROUP BY e.token, e.holder`,
    touched,
  );
}

/** Funding, payments and end of the given dividends. */
export async function refreshDividends(tx: ChainTx, ids: readonly Hex[]): Promise<void> {
  if (ids.length === 0) return;
  const s = quoteSchema(tx.schema);
  await tx.client.query(
    `UPDATE ${s}.dividend d SET
       funded_from = e.funded_from, funded_amount = e.funded_amount, funded_block = e.funded_block, funded_tx = e.funded_tx,
       distributed_paid = e.distributed_paid, carried_amount = e.carried_amount,
       distributed_block = e.distributed_block, distributed_tx = e.distributed_tx,
       swept_amount = e.swept_amount, swept_block = e.swept_block, swept_tx = e.swept_tx,
       cancelled_block = e.cancelled_block, cancelled_tx = e.cancelled_tx,
       paid_amount = p.paid_amount, paid_count = p.paid_count,
       settled_amount = p.settled_amount, settled_count = p.settled_count,
       held_amount = p.held_amount, held_count = p.held_count,
       last_block = greatest(e.last, p.last, (d.declared_block << 31) | d.declared_log) >> 31,
       last_log = (greatest(e.last, p.last, (d.declared_block << 31) | d.declared_log) & 2147483647)::integer
     FROM unnest($2::bytea[]) AS touched(id),
     LATERAL (
       SELECT
         (array_agg(party ORDER BY block_number DESC, log_index DESC) FILTER (WHERE kind = 'funded'))[1] AS funded_from,
         coalesce(sum(amount) FILTER (WHERE kind = 'funded'), 0) AS funded_amount,
         max(block_number) FILTER (WHERE kind = 'funded') AS funded_block,
         (array_agg(tx_hash ORDER BY block_number DESC, log_index DESC) FILTER (WHERE kind = 'funded'))[1] AS funded_tx,
         sum(amount) FILTER (WHERE kind = 'distributed') AS distributed_paid,
         coalesce(sum(carried) FILTER (WHERE kind = 'distributed'), 0) AS carried_amount,
         max(block_number) FILTER (WHERE kind = 'distributed') AS distributed_block,
         (array_agg(tx_hash ORDER BY block_number DESC, log_index DESC) FILTER (WHERE kind = 'distributed'))[1] AS distributed_tx,
         coalesce(sum(amount) FILTER (WHERE kind = 'swept'), 0) AS swept_amount,
         max(block_number) FILTER (WHERE kind = 'swept') AS swept_block,
         (array_agg(tx_hash ORDER BY block_number DESC, log_index DESC) FILTER (WHERE kind = 'swept'))[1] AS swept_tx,
         max(block_number) FILTER (WHERE kind = 'cancelled') AS cancelled_block,
         (array_agg(tx_hash ORDER BY block_number DESC, log_index DESC) FILTER (WHERE kind = 'cancelled'))[1] AS cancelled_tx,
         max((block_number << 31) | log_index) AS last
       FROM ${s}.dividend_event WHERE chain_id = $1 AND dividend_id = touched.id
     ) e,
     LATERAL (
       SELECT
         coalesce(sum(h.paid), 0) AS paid_amount, coalesce(sum(h.paid_rows), 0) AS paid_count,
         coalesce(sum(h.settled), 0) AS settled_amount, coalesce(sum(h.settled_rows), 0) AS settled_count,
         coalesce(sum(h.held) FILTER (WHERE h.paid_rows + h.settled_rows = 0), 0) AS held_amount,
         count(h.held) FILTER (WHERE h.paid_rows + h.settled_rows = 0) AS held_count,
         max(h.last) AS last
       FROM (
         SELECT
           sum(amount) FILTER (WHERE kind = 'paid') AS paid, count(*) FILTER (WHERE kind = 'paid') AS paid_rows,
           sum(amount) FILTER (WHERE kind = 'settled') AS settled, count(*) FILTER (WHERE kind = 'settled') AS settled_rows,
           max(amount) FILTER (WHERE kind = 'held') AS held,
           max((block_number << 31) | log_index) AS last
         FROM ${s}.dividend_payment WHERE chain_id = $1 AND dividend_id = touched.id
         GROUP BY holder
       ) h
     ) p
     WHERE d.chain_id = $1 AND d.id = touched.id`,
    [tx.chainId, ids.map(bytes)],
  );
}

type IdentityEventRow = {
  readonly wallet: Buffer;
  readonly kind: 'registered' | 'updated' | 'removed' | 'country' | 'attested' | 'revoked';
  readonly identity: Buffer | null;
  readonly country: number | null;
  readonly issuer: Buffer | null;
  readonly valid_until: string | null;
  readonly tx_hash: Buffer;
  readonly block_number: string;
  readonly log_index: number;
};

type IdentityRow = IdentityState & { readonly wallet: Hex; readonly last: IdentityEventRow };

/** What the registry says about the given wallets. */
export async function refreshIdentities(tx: ChainTx, wallets: readonly Hex[]): Promise<void> {
  if (wallets.length === 0) return;
  const s = quoteSchema(tx.schema);
  const touched = [tx.chainId, wallets.map(bytes)];
  const { rows } = await tx.client.query<IdentityEventRow>(
    `SELECT wallet, kind, identity, country, issuer, valid_until, tx_hash, block_number, log_index
     FROM ${s}.identity_event WHERE chain_id = $1 AND wallet = ANY($2::bytea[])
     ORDER BY wallet, block_number, log_index`,
    touched,
  );
  await tx.client.query(
    `DELETE FROM ${s}.identity WHERE chain_id = $1 AND wallet = ANY($2::bytea[])`,
    touched,
  );
  const states = foldIdentities(rows);
  if (states.length > 0) await insertIdentities(tx, states);
}

function foldIdentities(rows: readonly IdentityEventRow[]): IdentityRow[] {
  const states = new Map<Hex, IdentityRow>();
  for (const row of rows) {
    const wallet = toHex(row.wallet);
    const state = applyIdentityChange(states.get(wallet) ?? UNKNOWN_WALLET, {
      kind: row.kind,
      ...(row.identity === null ? {} : { identity: toHex(row.identity) }),
      ...(row.country === null ? {} : { country: row.country }),
      ...(row.issuer === null ? {} : { issuer: toHex(row.issuer) }),
      ...(row.valid_until === null ? {} : { validUntil: Number(row.valid_until) }),
    });
    states.set(wallet, { ...state, wallet, last: row });
  }
  return [...states.values()];
}

async function insertIdentities(tx: ChainTx, states: readonly IdentityRow[]): Promise<void> {
  const optional = (value: Hex | null): Buffer | null => (value === null ? null : bytes(value));
  await tx.client.query(
    `INSERT INTO ${quoteSchema(tx.schema)}.identity
       (chain_id, wallet, identity, country, issuer, valid_until, revoked, removed, tx_hash, last_block, last_log)
     SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::integer[], $5::bytea[], $6::bigint[],
       $7::boolean[], $8::boolean[], $9::bytea[], $10::bigint[], $11::integer[])`,
    [
      tx.chainId,
      states.map((state) => bytes(state.wallet)),
      states.map((state) => optional(state.identity)),
      states.map((state) => state.country),
      states.map((state) => optional(state.issuer)),
      states.map((state) => state.validUntil),
      states.map((state) => state.revoked),
      states.map((state) => state.removed),
      states.map((state) => state.last.tx_hash),
      states.map((state) => state.last.block_number),
      states.map((state) => state.last.log_index),
    ],
  );
}
