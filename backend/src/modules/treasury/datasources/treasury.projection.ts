import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import type { Address, Hash, Hex } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, bytesColumn, numericColumn, toBytes } from '../../blockchain/domain/hex.ts';

const receivedRow = z.object({ amount: numericColumn, timestamp: z.bigint().nullable() });
const referenceRow = z.object({ reference: bytesColumn });
const releasedRow = z.object({
  amount: numericColumn,
  recipient: addressColumn,
  tx_hash: bytesColumn,
  timestamp: z.bigint().nullable(),
});

export interface Received {
  readonly amount: bigint;
  /** Time of the block, when the mirror has it. */
  readonly at: Date | null;
}

const feeRow = z.object({
  amount: numericColumn,
  tx_hash: bytesColumn,
  position: z.string(),
  timestamp: z.bigint(),
});

export interface TradeFee {
  readonly amount: bigint;
  readonly txHash: Hex;
  /** 'block.log' of the trade. */
  readonly position: string;
  readonly at: Date;
}

export interface Released extends Received {
  readonly recipient: Address;
  readonly txHash: Hex;
}

/** What schema `chain` says about the treasury contract; final rows only. */
@Injectable()
export class TreasuryProjection {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
  ) {}

  /** USDC the treasury received in one transaction. */
  async received(hash: Hash): Promise<Received | null> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT sum(m.amount)::text AS amount, max(b.timestamp) AS timestamp
      FROM chain.treasury_movement m
      JOIN chain.cursor c ON c.chain_id = m.chain_id
      LEFT JOIN chain.block b ON b.chain_id = m.chain_id AND b.number = m.block_number
      WHERE m.chain_id = ${this.chain.chainId} AND m.kind = 'received'
        AND m.tx_hash = ${toBytes(hash)} AND m.block_number <= c.final
      GROUP BY m.tx_hash`;
    if (rows[0] === undefined) return null;
    const { amount, timestamp } = receivedRow.parse(rows[0]);
    return { amount, at: timestamp === null ? null : new Date(Number(timestamp) * 1_000) };
  }

  /** Which of these references the treasury has credited. */
  async credited(
    references: readonly Hex[],
    tx: PrismaTransaction = this.prisma.client,
  ): Promise<ReadonlySet<Hex>> {
    const bytes = references.map((reference) => toBytes(reference));
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT m.reference FROM chain.treasury_movement m JOIN chain.cursor c ON c.chain_id = m.chain_id
      WHERE m.chain_id = ${this.chain.chainId} AND m.kind = 'credited'
        AND m.reference = ANY(${bytes}::bytea[]) AND m.block_number <= c.final`;
    return new Set(rows.map((row) => referenceRow.parse(row).reference));
  }

  /** What left the treasury under this reference. */
  async released(reference: Hex): Promise<Released | null> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT m.amount::text AS amount, m.counterparty AS recipient, m.tx_hash, b.timestamp
      FROM chain.treasury_movement m
      JOIN chain.cursor c ON c.chain_id = m.chain_id
      LEFT JOIN chain.block b ON b.chain_id = m.chain_id AND b.number = m.block_number
      WHERE m.chain_id = ${this.chain.chainId} AND m.kind = 'released'
        AND m.reference = ${toBytes(reference)} AND m.block_number <= c.final`;
    if (rows[0] === undefined) return null;
    const { amount, recipient, tx_hash: txHash, timestamp } = releasedRow.parse(rows[0]);
    return { amount, recipient, txHash, at: timestamp === null ? null : new Date(Number(timestamp) * 1_000) };
  }

  /** Fees of final trades that the ledger does not know yet. */
  async unbookedFees(limit: number): Promise<TradeFee[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT (t.buyer_fee + t.seller_fee)::text AS amount, t.tx_hash, b.timestamp,
        t.block_number || '.' || t.log_index AS position
      FROM chain.trade t
      JOIN chain.cursor c ON c.chain_id = t.chain_id
      JOIN chain.block b ON b.chain_id = t.chain_id AND b.number = t.block_number
      WHERE t.chain_id = ${this.chain.chainId} AND t.block_number <= c.final
        AND t.buyer_fee + t.seller_fee > 0
        AND NOT EXISTS (SELECT FROM ledger.journal_entry j WHERE j.source_type = 'market_trade'
          AND j.source_id = t.chain_id || '.' || t.block_number || '.' || t.log_index)
      ORDER BY t.block_number, t.log_index LIMIT ${limit}`;
    return rows.map((row) => {
      const { amount, tx_hash: txHash, position, timestamp } = feeRow.parse(row);
      return { amount, txHash, position, at: new Date(Number(timestamp) * 1_000) };
    });
  }
}
