import type { Hex } from '../rpc/wire.ts';
import { applyBalances } from './balances.ts';
import type { Batch, CursorPosition, Marks } from './batch.ts';
import { bytes, type ChainTx, copyRows, LIVE_SCHEMA, LostLeadershipError, quoteSchema } from './chain-tx.ts';
import { refreshDividends, refreshFreezes, refreshIdentities } from './derived-state.ts';
import { writeMarket } from './market.ts';
import { writeOfferings } from './offerings.ts';

/** Channel on which every commit is announced; the payload is `<chainId>:<number>`. */
export const CHAIN_ADVANCED = 'chain_advanced';

/** Writes one batch inside the given transaction: cursor, raw events, projections, announcement. */
export async function writeBatch(tx: ChainTx, batch: Batch, fence: number): Promise<void> {
  // First, because it locks the cursor row: a process that is no longer leader stops here.
  await moveCursor(tx, batch.previous, batch.next, batch.marks, fence);
  await writeRaw(tx, batch);
  await writeTokens(tx, batch);
  await applyBalances(tx, batch.fold.balances.holders());
  await writeMoney(tx, batch);
  await writeMarket(tx, batch);
  await writeFreezes(tx, batch);
  await writeIdentities(tx, batch);
  await writeDividends(tx, batch);
  await writeOfferings(tx, batch);
  await writeOutbox(tx, batch);
  await announce(tx, batch.next.number);
}

/** Tells listeners of the live schema; a rebuild in a shadow schema is nobody's news. */
export async function announce(tx: ChainTx, number: number): Promise<void> {
  if (tx.schema !== LIVE_SCHEMA) return;
  await tx.client.query('SELECT pg_notify($1, $2)', [CHAIN_ADVANCED, `${tx.chainId}:${number}`]);
}

/** Moves the cursor when nobody else did; marks never fall and never pass the cursor. */
export async function moveCursor(
  tx: ChainTx,
  previous: CursorPosition,
  next: { readonly number: number; readonly hash: Hex },
  marks: Marks,
  fence: number,
): Promise<void> {
  const s = quoteSchema(tx.schema);
  const moved = await tx.client.query<{ pruned_from: string; final: string }>(
    `UPDATE ${s}.cursor c SET number = $2, hash = $3, head = $4,
       safe = greatest(c.safe, least($5::bigint, $2)), final = greatest(c.final, least($6::bigint, $2)),
       halted = NULL, updated_at = now()
     FROM (SELECT final AS pruned_from FROM ${s}.cursor WHERE chain_id = $1 FOR UPDATE) before
     WHERE c.chain_id = $1 AND c.number = $7 AND c.hash IS NOT DISTINCT FROM $8 AND c.fence = $9
     RETURNING before.pruned_from, c.final`,
    [
      tx.chainId,
      next.number,
      bytes(next.hash),
      marks.head,
      marks.safe,
      marks.final,
      previous.number,
      previous.hash === null ? null : bytes(previous.hash),
      fence,
    ],
  );
  const row = moved.rows[0];
  if (row === undefined)
    throw new LostLeadershipError('Another indexer moved the cursor; this one stops writing.');
  if (row.final === row.pruned_from) return;
  // Empty blocks are kept only while a fork may still reach them.
  await tx.client.query(
    `DELETE FROM ${s}.block WHERE chain_id = $1 AND number >= $2 AND number < $3 AND NOT has_events`,
    [tx.chainId, row.pruned_from, row.final],
  );
}

async function writeRaw(tx: ChainTx, batch: Batch): Promise<void> {
  await copyRows(
    tx,
    'block',
    ['number', 'hash', 'parent_hash', 'timestamp', 'has_events'],
    batch.blocks,
    (block) => [block.number, block.hash, block.parentHash, block.timestamp, block.eventCount > 0],
  );
  await copyRows(
    tx,
    'raw_event',
    [
      'block_number',
      'log_index',
      'block_hash',
      'tx_hash',
      'address',
      'topic0',
      'topic1',
      'topic2',
      'topic3',
      'data',
    ],
    batch.logs,
    (log) => [
      log.blockNumber,
      log.logIndex,
      log.blockHash,
      log.txHash,
      log.address,
      log.topics[0] ?? null,
      log.topics[1] ?? null,
      log.topics[2] ?? null,
      log.topics[3] ?? null,
      log.data,
    ],
  );
}

async function writeTokens(tx: ChainTx, { contracts, fold }: Batch): Promise<void> {
  await copyRows(
    tx,
    'contract',
    ['address', 'kind', 'key', 'first_block', 'first_log'],
    contracts,
    (contract) => [contract.address, contract.kind, contract.key, contract.firstBlock, contract.firstLog],
  );
  // Names are free text: parameters, not COPY.
  for (const { at, ...token } of fold.tokens) {
    await tx.client.query(
      `INSERT INTO ${quoteSchema(tx.schema)}.property_token (chain_id, token, compliance, key, name, symbol, max_supply,
         identity_registry, owner, block_number, log_index, tx_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        tx.chainId,
        bytes(token.token),
        bytes(token.compliance),
        bytes(token.key),
        // PostgreSQL text cannot hold NUL, a Solidity string can.
        token.name.replaceAll('\0', ''),
        token.symbol.replaceAll('\0', ''),
        token.maxSupply.toString(),
        bytes(token.identityRegistry),
        bytes(token.owner),
        at.block,
        at.log,
        bytes(at.tx),
      ],
    );
  }
}

async function writeMoney(tx: ChainTx, { fold }: Batch): Promise<void> {
  const position = ['tx_hash', 'block_number', 'log_index'];
  await copyRows(
    tx,
    'transfer',
    ['token', 'from_address', 'to_address', 'amount', ...position],
    fold.transfers,
    (row) => [row.token, row.from, row.to, row.amount, row.at.tx, row.at.block, row.at.log],
  );
  await copyRows(
    tx,
    'usdc_transfer',
    ['from_address', 'to_address', 'amount', ...position],
    fold.usdcTransfers,
    (row) => [row.from, row.to, row.amount, row.at.tx, row.at.block, row.at.log],
  );
  const movement = ['kind', 'reference', 'property_key', 'counterparty', 'amount', ...position];
  await copyRows(tx, 'treasury_movement', movement, fold.received, (row) => [
    'received',
    null,
    null,
    row.from,
    row.amount,
    row.at.tx,
    row.at.block,
    row.at.log,
  ]);
  await copyRows(tx, 'treasury_movement', movement, fold.movements, (row) => [
    row.kind,
    row.reference,
    row.property,
    row.counterparty ?? null,
    row.amount,
    row.at.tx,
    row.at.block,
    row.at.log,
  ]);
  await copyRows(tx, 'anchor', ['sequence', 'size', 'root', 'head', ...position], fold.anchors, (row) => [
    row.sequence,
    row.size,
    row.root,
    row.head,
    row.at.tx,
    row.at.block,
    row.at.log,
  ]);
}

async function writeFreezes(tx: ChainTx, { fold }: Batch): Promise<void> {
  await copyRows(
    tx,
    'freeze_event',
    ['token', 'holder', 'kind', 'frozen', 'amount', 'tx_hash', 'block_number', 'log_index'],
    fold.freezes,
    (row) => [
      row.token,
      row.holder,
      row.kind,
      row.kind === 'address' ? row.frozen : null,
      row.kind === 'shares' ? row.amount : null,
      row.at.tx,
      row.at.block,
      row.at.log,
    ],
  );
  await refreshFreezes(tx, fold.freezes);
}

async function writeIdentities(tx: ChainTx, { fold }: Batch): Promise<void> {
  await copyRows(
    tx,
    'identity_event',
    [
      'wallet',
      'kind',
      'identity',
      'country',
      'issuer',
      'valid_until',
      'tx_hash',
      'block_number',
      'log_index',
    ],
    fold.identities,
    (row) => [
      row.wallet,
      row.kind,
      row.identity ?? null,
      row.country ?? null,
      row.issuer ?? null,
      row.validUntil ?? null,
      row.at.tx,
      row.at.block,
      row.at.log,
    ],
  );
  await refreshIdentities(tx, [...new Set(fold.identities.map((row) => row.wallet))]);
}

async function writeDividends(tx: ChainTx, { fold }: Batch): Promise<void> {
  await copyRows(
    tx,
    'dividend',
    [
      ...['id', 'token', 'epoch', 'amount', 'carried_in', 'supply', 'statement_hash'],
      ...['declared_tx', 'declared_block', 'declared_log', 'last_block', 'last_log'],
    ],
    fold.dividends,
    ({ at, ...row }) => [
      ...[row.id, row.token, row.epoch, row.amount, row.carriedIn, row.supply, row.statementHash],
      ...[at.tx, at.block, at.log, at.block, at.log],
    ],
  );
  await copyRows(
    tx,
    'dividend_event',
    ['dividend_id', 'kind', 'party', 'amount', 'carried', 'tx_hash', 'block_number', 'log_index'],
    fold.steps,
    ({ at, ...row }) => [
      ...[row.id, row.kind, row.party ?? null, row.amount ?? null, row.carried ?? null],
      ...[at.tx, at.block, at.log],
    ],
  );
  await copyRows(
    tx,
    'dividend_payment',
    ['dividend_id', 'holder', 'amount', 'kind', 'reference', 'tx_hash', 'block_number', 'log_index'],
    fold.payments,
    ({ at, ...row }) => [
      ...[row.id, row.holder, row.amount, row.kind, row.reference ?? null],
      ...[at.tx, at.block, at.log],
    ],
  );
  await refreshDividends(tx, [...new Set([...fold.steps, ...fold.payments].map((row) => row.id))]);
}

async function writeOutbox(tx: ChainTx, { blocks }: Batch): Promise<void> {
  const withEvents = blocks.filter((block) => block.eventCount > 0);
  await copyRows(tx, 'outbox', ['kind', 'block_number', 'block_hash', 'event_count'], withEvents, (block) => [
    'applied',
    block.number,
    block.hash,
    block.eventCount,
  ]);
}
