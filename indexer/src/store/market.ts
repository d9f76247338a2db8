import type { Batch } from './batch.ts';
import { type ChainTx, copyRows } from './chain-tx.ts';

/** Trades, and orders that their makers cancelled at the contract. */
export async function writeMarket(tx: ChainTx, { fold }: Batch): Promise<void> {
  const position = ['tx_hash', 'block_number', 'log_index'];
  const terms = ['shares', 'cost', 'buyer_fee', 'seller_fee', 'buy_hash', 'sell_hash'];
  await copyRows(
    tx,
    'trade',
    ['token', 'buyer', 'seller', ...terms, ...position],
    fold.trades,
    ({ at, ...row }) => [
      ...[row.token, row.buyer, row.seller, row.shares, row.cost, row.buyerFee, row.sellerFee],
      ...[row.buyHash, row.sellHash, at.tx, at.block, at.log],
    ],
  );
  await copyRows(
    tx,
    'order_cancellation',
    ['maker', 'kind', 'order_hash', 'nonce_group', 'mask', 'counter', ...position],
    fold.cancellations,
    ({ at, ...row }) => [
      ...[row.maker, row.kind, row.kind === 'order' ? row.orderHash : null],
      ...(row.kind === 'all' ? [null, null, row.counter] : [row.group, row.mask, null]),
      ...[at.tx, at.block, at.log],
    ],
  );
}
