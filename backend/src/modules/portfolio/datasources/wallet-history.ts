import { Prisma } from '@freehold/database/client';
import { transactionKinds } from '@freehold/shared/transaction';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { bytesFromHex } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, bytesColumn, numericColumn } from '../../blockchain/domain/hex.ts';

const ZERO = bytesFromHex(`0x${'00'.repeat(20)}`);
const SECOND = 1_000;

const eventRow = z.object({
  block_number: z.bigint(),
  log_index: z.number(),
  tx_hash: bytesColumn,
  timestamp: z.bigint().transform((seconds) => new Date(Number(seconds) * SECOND)),
  token: addressColumn,
  kind: z.enum(transactionKinds),
  wallet: addressColumn,
  counterparty: addressColumn.nullable(),
  shares: numericColumn.nullable(),
  amount: numericColumn.nullable(),
  fee: numericColumn.nullable(),
  payout_id: z.string().nullable(),
  final: z.boolean(),
});
export type WalletEvent = z.output<typeof eventRow>;

export interface EventFilter {
  readonly token?: string;
  readonly kind?: string;
  readonly wallet?: string;
  /** Unix seconds: from the first on, before the second. */
  readonly since?: bigint;
  readonly before?: bigint;
  /** Only older than this place. */
  readonly olderThan?: { readonly block: bigint; readonly log: number };
}

const tradeRow = z.object({
  token: addressColumn,
  shares: numericColumn,
  cost: numericColumn,
  timestamp: z.bigint().transform((seconds) => new Date(Number(seconds) * SECOND)),
});
export type LastTrade = z.output<typeof tradeRow>;

/** What schema `chain` says happened to some wallets: shares that moved, what was paid for them, dividends. */
@Injectable()
export class WalletHistory {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
  ) {}

  /** Newest first, at most `limit`. */
  async newest(wallets: readonly string[], filter: EventFilter, limit: number): Promise<WalletEvent[]> {
    if (wallets.length === 0) return [];
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      ${this.#events(wallets)} SELECT * FROM event ${conditions(filter)}
      ORDER BY block_number DESC, log_index DESC LIMIT ${limit}`;
    return rows.map((row) => eventRow.parse(row));
  }

  /** Every movement of shares, in the order of the chain. */
  async movements(wallets: readonly string[]): Promise<WalletEvent[]> {
    if (wallets.length === 0) return [];
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      ${this.#events(wallets)} SELECT * FROM event WHERE kind NOT IN ('DIVIDEND', 'MOVED')
      ORDER BY block_number, log_index`;
    return rows.map((row) => eventRow.parse(row));
  }

  /** The newest trade of each token, whoever traded, by lower-case address. */
  async lastTrades(tokens: readonly string[]): Promise<ReadonlyMap<string, LastTrade>> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT DISTINCT ON (t.token) t.token, t.shares::text, t.cost::text, b.timestamp
      FROM chain.trade t JOIN chain.block b ON b.chain_id = t.chain_id AND b.number = t.block_number
      WHERE t.chain_id = ${this.chain.chainId} AND t.token = ANY(${tokens.map(bytesFromHex)}::bytea[])
      ORDER BY t.token, t.block_number DESC, t.log_index DESC`;
    return new Map(rows.map((row) => tradeRow.parse(row)).map((trade) => [trade.token.toLowerCase(), trade]));
  }

  /**
   * A table `event` of everything that touched the wallets. A movement belongs to the sale or trade that reports it
   * next in the same transaction; a like movement in between takes it for itself, so that no price counts twice.
   */
  #events(wallets: readonly string[]): Prisma.Sql {
    const own = Prisma.sql`${wallets.map(bytesFromHex)}::bytea[]`;
    return Prisma.sql`
      WITH moved AS (
        SELECT t.*, t.from_address = ANY(${own}) AS out, t.to_address = ANY(${own}) AS came,
          trade.cost AS traded, trade.buyer_fee, trade.seller_fee, sale.amount AS sold
        FROM chain.transfer t
        LEFT JOIN LATERAL (
          SELECT e.cost, e.buyer_fee, e.seller_fee FROM chain.trade e
          WHERE e.chain_id = t.chain_id AND e.block_number = t.block_number AND e.log_index > t.log_index
            AND e.tx_hash = t.tx_hash AND e.token = t.token AND e.seller = t.from_address
            AND e.buyer = t.to_address AND e.shares = t.amount AND ${noneBetween}
          ORDER BY e.log_index LIMIT 1
        ) trade ON true
        LEFT JOIN LATERAL (
          SELECT e.amount FROM chain.offering_event e
          JOIN chain.offering o ON o.chain_id = e.chain_id AND o.id = e.offering_id AND o.token = t.token
          WHERE e.chain_id = t.chain_id AND e.block_number = t.block_number AND e.log_index > t.log_index
            AND e.tx_hash = t.tx_hash AND e.kind = 'delivered' AND t.from_address = ${ZERO}
            AND e.investor = t.to_address AND e.shares = t.amount AND ${noneBetween}
          ORDER BY e.log_index LIMIT 1
        ) sale ON true
        WHERE t.chain_id = ${this.chain.chainId} AND t.from_address <> t.to_address
          AND (t.from_address = ANY(${own}) OR t.to_address = ANY(${own}))
      ), happened AS (
        SELECT block_number, log_index, tx_hash, token,
          CASE WHEN out AND came THEN 'MOVED'
            WHEN came AND traded IS NOT NULL THEN 'BOUGHT' WHEN out AND traded IS NOT NULL THEN 'SOLD'
            WHEN came AND sold IS NOT NULL THEN 'OFFERING'
            WHEN from_address = ${ZERO} THEN 'ISSUED' WHEN to_address = ${ZERO} THEN 'BURNED'
            WHEN came THEN 'RECEIVED' ELSE 'SENT' END AS kind,
          CASE WHEN came AND NOT out THEN to_address ELSE from_address END AS wallet,
          CASE WHEN came AND NOT out THEN from_address ELSE to_address END AS counterparty,
          CASE WHEN came AND NOT out THEN amount ELSE -amount END AS shares,
          CASE WHEN out AND came THEN NULL WHEN came THEN -coalesce(traded + buyer_fee, sold)
            ELSE traded - seller_fee END AS amount,
          CASE WHEN out AND came THEN NULL WHEN came THEN buyer_fee ELSE seller_fee END AS fee,
          NULL::text AS payout_id
        FROM moved
        UNION ALL
        SELECT p.block_number, p.log_index, p.tx_hash, d.token, 'DIVIDEND', p.holder, NULL, NULL, p.amount, NULL,
          (SELECT o.id::text FROM app.payout o JOIN app.dividend a ON a.id = o.dividend_id
           WHERE a.chain_dividend_id = '0x' || encode(p.dividend_id, 'hex')
             AND lower(o.holder) = '0x' || encode(p.holder, 'hex'))
        FROM chain.dividend_payment p
        JOIN chain.dividend d ON d.chain_id = p.chain_id AND d.id = p.dividend_id
        WHERE p.chain_id = ${this.chain.chainId} AND p.kind = 'paid' AND p.holder = ANY(${own})
      ), event AS (
        SELECT h.block_number, h.log_index, h.tx_hash, h.token, h.kind, h.wallet, nullif(h.counterparty, ${ZERO}) AS counterparty,
          h.shares::text, h.amount::text, h.fee::text, h.payout_id, b.timestamp, h.block_number <= c.final AS final
        FROM happened h
        JOIN chain.block b ON b.chain_id = ${this.chain.chainId} AND b.number = h.block_number
        JOIN chain.cursor c ON c.chain_id = ${this.chain.chainId}
      )`;
  }
}

const noneBetween = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM chain.transfer n WHERE n.chain_id = t.chain_id AND n.block_number = t.block_number
    AND n.log_index > t.log_index AND n.log_index < e.log_index AND n.token = t.token
    AND n.from_address = t.from_address AND n.to_address = t.to_address AND n.amount = t.amount)`;

function conditions(filter: EventFilter): Prisma.Sql {
  const { token, kind, wallet, since, before, olderThan } = filter;
  const wanted = [
    ...(token === undefined ? [] : [Prisma.sql`token = ${bytesFromHex(token)}`]),
    ...(kind === undefined ? [] : [Prisma.sql`kind = ${kind}`]),
    ...(wallet === undefined ? [] : [Prisma.sql`wallet = ${bytesFromHex(wallet)}`]),
    ...(since === undefined ? [] : [Prisma.sql`timestamp >= ${since}`]),
    ...(before === undefined ? [] : [Prisma.sql`timestamp < ${before}`]),
    ...(olderThan === undefined
      ? []
      : [Prisma.sql`(block_number, log_index) < (${olderThan.block}, ${olderThan.log})`]),
  ];
  return wanted.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(wanted, ' AND ')}`;
}
