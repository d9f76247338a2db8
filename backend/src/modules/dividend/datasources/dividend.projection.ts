import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, bytesColumn, numericColumn, toBytes } from '../../blockchain/domain/hex.ts';
import type { HolderShares } from '../domain/allocation.ts';

const dividendRow = z.object({
  token: addressColumn,
  epoch: z.number(),
  amount: numericColumn,
  carried_in: numericColumn,
  supply: numericColumn,
  statement_hash: bytesColumn,
  declared_block: z.bigint(),
  declared_log: z.number(),
  declared_tx: bytesColumn,
  declared_at: z.bigint().nullable(),
  funded_block: z.bigint().nullable(),
  funded_tx: bytesColumn.nullable(),
  funded_amount: numericColumn,
  funded_at: z.bigint().nullable(),
  paid_amount: numericColumn,
  carried_amount: numericColumn,
  distributed_block: z.bigint().nullable(),
  swept_block: z.bigint().nullable(),
  swept_tx: bytesColumn.nullable(),
  final: z.bigint(),
});
export type MirroredDividend = z.output<typeof dividendRow>;

const holderRow = z.object({ holder: addressColumn, amount: numericColumn });

const paymentRow = z.object({
  holder: addressColumn.transform((address) => address.toLowerCase()),
  amount: numericColumn,
  kind: z.enum(['paid', 'held', 'settled']),
  tx_hash: bytesColumn,
  block_number: z.bigint(),
  timestamp: z.bigint().nullable(),
  is_final: z.boolean(),
});
export type MirroredPayment = z.output<typeof paymentRow>;

/** What schema `chain` says about dividends. */
@Injectable()
export class DividendProjection {
  constructor(private readonly chain: ChainProjection) {}

  /** The dividend once its declaration is final; later fields may stem from blocks above `final`. */
  async declared(tx: PrismaTransaction, id: string): Promise<MirroredDividend | null> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT d.token, d.epoch, d.amount::text, d.carried_in::text, d.supply::text, d.statement_hash,
             d.declared_block, d.declared_log, d.declared_tx, declared.timestamp AS declared_at,
             d.funded_block, d.funded_tx, d.funded_amount::text, funded.timestamp AS funded_at,
             d.paid_amount::text, d.carried_amount::text, d.distributed_block, d.swept_block, d.swept_tx, c.final
      FROM chain.dividend d
      JOIN chain.cursor c ON c.chain_id = d.chain_id
      LEFT JOIN chain.block declared ON declared.chain_id = d.chain_id AND declared.number = d.declared_block
      LEFT JOIN chain.block funded ON funded.chain_id = d.chain_id AND funded.number = d.funded_block
      WHERE d.chain_id = ${this.chain.chainId} AND d.id = ${bytesOf(id)} AND d.declared_block <= c.final`;
    return rows[0] === undefined ? null : dividendRow.parse(rows[0]);
  }

  /** The register at the record date: shares just before the declaration's log. */
  async holders(tx: PrismaTransaction, dividend: MirroredDividend): Promise<HolderShares[]> {
    const { token, declared_block: block, declared_log: log } = dividend;
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT holder, amount::text AS amount
      FROM chain.holders_before(${this.chain.chainId}, ${toBytes(token)}, ${block}, ${log})`;
    return rows
      .map((row) => holderRow.parse(row))
      .map(({ holder, amount }) => ({ holder: holder.toLowerCase(), shares: amount }));
  }

  /** Payments to holders, the oldest first, those in blocks that may still vanish included. */
  async payments(tx: PrismaTransaction, id: string, holders: readonly string[]): Promise<MirroredPayment[]> {
    const addresses = holders.map(bytesOf);
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT p.holder, p.amount::text, p.kind, p.tx_hash, p.block_number, b.timestamp,
             p.block_number <= c.final AS is_final
      FROM chain.dividend_payment p
      JOIN chain.cursor c ON c.chain_id = p.chain_id
      LEFT JOIN chain.block b ON b.chain_id = p.chain_id AND b.number = p.block_number
      WHERE p.chain_id = ${this.chain.chainId} AND p.dividend_id = ${bytesOf(id)}
        AND p.holder = ANY(${addresses}::bytea[])
      ORDER BY p.block_number, p.log_index`;
    return rows.map((row) => paymentRow.parse(row));
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!isHex(text) && !isAddress(text)) throw new Error(`Not hex: ${text}`);
  const hex: Hex = text;
  return toBytes(hex);
}

/** Seconds of a block as a date; `otherwise` while the mirror does not have the block. */
export const timeOf = (seconds: bigint | null, otherwise: Date): Date =>
  seconds === null ? otherwise : new Date(Number(seconds) * 1_000);
