import type { Batch } from './batch.ts';
import { type ChainTx, copyRows } from './chain-tx.ts';

const POSITION = ['tx_hash', 'block_number', 'log_index'];

/** Primary sales as they happened; how far each is follows from these rows alone. */
export async function writeOfferings(tx: ChainTx, { fold }: Batch): Promise<void> {
  await copyRows(
    tx,
    'offering',
    [
      ...['id', 'token', 'property_key', 'price', 'cap', 'minimum', 'min_per_investor', 'max_per_investor'],
      ...['opens', 'closes', ...POSITION],
    ],
    fold.offerings,
    ({ at, ...row }) => [
      ...[row.id, row.token, row.property, row.price, row.cap, row.minimum],
      ...[row.minPerInvestor, row.maxPerInvestor, row.opens, row.closes],
      ...[at.tx, at.block, at.log],
    ],
  );
  await copyRows(
    tx,
    'offering_event',
    ['offering_id', 'kind', 'investor', 'counterparty', 'shares', 'amount', 'reason', ...POSITION],
    fold.offeringSteps,
    ({ at, ...row }) => [
      ...[row.id, row.kind, row.investor ?? null, row.counterparty ?? null],
      ...[row.shares ?? null, row.amount ?? null, row.reason ?? null],
      ...[at.tx, at.block, at.log],
    ],
  );
}
