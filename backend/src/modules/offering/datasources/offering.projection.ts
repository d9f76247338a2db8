import { Injectable } from '@nestjs/common';
import type { Hex } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, bytesColumn, numericColumn, toBytes } from '../../blockchain/domain/hex.ts';

const progressRow = z.object({
  id: bytesColumn,
  subscribed: numericColumn,
  investors: z.number().int(),
  delivered: numericColumn,
  refunded: numericColumn,
  paid: numericColumn,
  left: numericColumn,
  held: z.number().int(),
});
const lifeRow = z.object({ opened: z.boolean(), ended: z.enum(['closed', 'cancelled']).nullable() });
const positionRow = z.object({
  offering_id: bytesColumn,
  wallet: addressColumn,
  pending: numericColumn,
  last: z.enum(['subscribed', 'delivered', 'delivery_held', 'refunded', 'refund_held', 'reassigned']),
  reason: bytesColumn.nullable(),
});
const eventRow = z.object({
  offering_id: bytesColumn,
  wallet: addressColumn,
  shares: numericColumn,
  amount: numericColumn,
  tx_hash: bytesColumn,
  block_number: z.bigint(),
  log_index: z.number().int(),
});
const proceedsRow = eventRow.omit({ wallet: true, shares: true }).extend({ at: z.bigint().nullable() });

export type ChainProgress = z.output<typeof progressRow>;
export type Position = z.output<typeof positionRow>;
export type SubscribedEvent = z.output<typeof eventRow>;
export type ProceedsEvent = z.output<typeof proceedsRow>;

/** What schema `chain` says about primary sales. */
@Injectable()
export class OfferingProjection {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
  ) {}

  /** How far these offerings are, as last mirrored, by their id on chain. */
  async progress(ids: readonly string[]): Promise<ReadonlyMap<string, ChainProgress>> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT e.offering_id AS id,
        coalesce(sum(e.shares) FILTER (WHERE e.kind = 'subscribed'), 0)::text AS subscribed,
        (count(DISTINCT e.investor) FILTER (WHERE e.kind = 'subscribed'))::integer AS investors,
        coalesce(sum(e.shares) FILTER (WHERE e.kind = 'delivered'), 0)::text AS delivered,
        coalesce(sum(e.shares) FILTER (WHERE e.kind = 'refunded'), 0)::text AS refunded,
        coalesce(sum(e.amount) FILTER (WHERE e.kind = 'subscribed'), 0)::text AS paid,
        coalesce(sum(e.amount) FILTER (WHERE e.kind IN ('delivered', 'refunded')), 0)::text AS left,
        (SELECT count(*) FROM (
           SELECT DISTINCT ON (h.investor) h.kind FROM chain.offering_event h
           WHERE h.chain_id = ${this.chain.chainId} AND h.offering_id = e.offering_id AND h.investor IS NOT NULL
           ORDER BY h.investor, h.block_number DESC, h.log_index DESC) last
         WHERE last.kind IN ('delivery_held', 'refund_held'))::integer AS held
      FROM chain.offering_event e
      WHERE e.chain_id = ${this.chain.chainId} AND e.offering_id = ANY(${ids.map(bytesOf)}::bytea[])
      GROUP BY e.offering_id`;
    return new Map(rows.map((row) => progressRow.parse(row)).map((row) => [row.id, row]));
  }

  /** Whether an offering was opened and how it ended, as far as that is final. */
  async life(id: string): Promise<z.output<typeof lifeRow>> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT EXISTS (SELECT FROM chain.offering o WHERE o.chain_id = c.chain_id AND o.id = ${bytesOf(id)}
          AND o.block_number <= c.final) AS opened,
        (SELECT e.kind FROM chain.offering_event e WHERE e.chain_id = c.chain_id
          AND e.offering_id = ${bytesOf(id)} AND e.kind IN ('closed', 'cancelled') AND e.block_number <= c.final
          LIMIT 1) AS ended
      FROM chain.cursor c WHERE c.chain_id = ${this.chain.chainId}`;
    return rows[0] === undefined ? { opened: false, ended: null } : lifeRow.parse(rows[0]);
  }

  /** What waits for each wallet and what happened to it last; `final` leaves out what may still vanish. */
  async positions(ids: readonly string[], scope: 'mirrored' | 'final' = 'mirrored'): Promise<Position[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      WITH event AS (
        SELECT e.* FROM chain.offering_event e JOIN chain.cursor c USING (chain_id)
        WHERE e.chain_id = ${this.chain.chainId} AND e.offering_id = ANY(${ids.map(bytesOf)}::bytea[])
          AND e.investor IS NOT NULL AND (${scope === 'mirrored'} OR e.block_number <= c.final)
      ), leg AS (
        SELECT offering_id, investor AS wallet, kind, reason, block_number, log_index, CASE kind
          WHEN 'subscribed' THEN shares WHEN 'delivered' THEN -shares WHEN 'refunded' THEN -shares
          WHEN 'reassigned' THEN -shares ELSE 0 END AS change FROM event
        UNION ALL
        SELECT offering_id, counterparty, kind, reason, block_number, log_index, shares FROM event
        WHERE kind = 'reassigned'
      )
      SELECT offering_id, wallet, sum(change)::text AS pending,
        (array_agg(kind ORDER BY block_number DESC, log_index DESC))[1] AS last,
        (array_agg(reason ORDER BY block_number DESC, log_index DESC))[1] AS reason
      FROM leg GROUP BY offering_id, wallet ORDER BY offering_id, wallet`;
    return rows.map((row) => positionRow.parse(row));
  }

  /** Final purchases of our offerings that no subscription knows yet, oldest first. */
  async unclaimedSubscriptions(limit: number): Promise<SubscribedEvent[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT e.offering_id, e.investor AS wallet, e.shares::text AS shares, e.amount::text AS amount, e.tx_hash,
        e.block_number, e.log_index
      FROM chain.offering_event e
      JOIN chain.cursor c USING (chain_id)
      JOIN app.offering o ON o.chain_id = e.chain_id
        AND o.chain_offering_id = '0x' || encode(e.offering_id, 'hex')
      WHERE e.chain_id = ${this.chain.chainId} AND e.kind = 'subscribed' AND e.block_number <= c.final
        AND NOT EXISTS (SELECT FROM app.subscription s WHERE s.offering_id = o.id
          AND s.block_number = e.block_number AND s.log_index = e.log_index)
      ORDER BY e.block_number, e.log_index LIMIT ${limit}`;
    return rows.map((row) => eventRow.parse(row));
  }

  /** Final proceeds of our offerings that the ledger does not know yet. */
  async unbookedProceeds(limit: number): Promise<ProceedsEvent[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT e.offering_id, e.amount::text AS amount, e.tx_hash, e.block_number, e.log_index, b.timestamp AS at
      FROM chain.offering_event e
      JOIN chain.cursor c USING (chain_id)
      LEFT JOIN chain.block b ON b.chain_id = e.chain_id AND b.number = e.block_number
      JOIN app.offering o ON o.chain_id = e.chain_id
        AND o.chain_offering_id = '0x' || encode(e.offering_id, 'hex')
      WHERE e.chain_id = ${this.chain.chainId} AND e.kind = 'proceeds' AND e.block_number <= c.final
        AND NOT EXISTS (SELECT FROM ledger.journal_entry j WHERE j.source_type = 'offering_proceeds'
          AND j.source_id = o.id::text || '.' || e.block_number || '.' || e.log_index)
      ORDER BY e.block_number, e.log_index LIMIT ${limit}`;
    return rows.map((row) => proceedsRow.parse(row));
  }
}

const bytesOf = (id: string): Uint8Array<ArrayBuffer> => toBytes(hexOf(id));
const hexOf = (text: string): Hex => `0x${text.slice(2).toLowerCase()}`;
