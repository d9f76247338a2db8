import { Prisma } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { type Address, getAddress, type Hash } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, bytesColumn, toBytes } from '../../blockchain/domain/hex.ts';
import type { Side } from '../domain/matching/engine.types.ts';

const endedRow = z.object({ id: z.string(), marketId: z.string() });
const cancellationRow = z.object({ id: z.string(), txHash: bytesColumn, final: z.boolean() });

export interface ChainCancellation {
  readonly txHash: Hash;
  /** Its block cannot vanish any more. */
  readonly final: boolean;
}

/** Wallets asked about; more would seldom say anything else. */
const MOST = 3;

/** What the mirror of the chain knows about those who trade. */
@Injectable()
export class MarketProjection {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
  ) {}

  /** Wallets that an order may meet: who waits on the other side, best price first, then the largest holders. */
  async likelyCounterparties(
    marketId: string,
    token: Address,
    maker: Address,
    side: Side,
  ): Promise<Address[]> {
    const waiting = await this.prisma.client.marketOrder.findMany({
      where: {
        marketId,
        side: side === 'SELL' ? 'BUY' : 'SELL',
        state: { in: ['OPEN', 'PARTIALLY_FILLED'] },
        maker: { not: maker.toLowerCase() },
      },
      select: { maker: true },
      distinct: ['maker'],
      orderBy: { price: side === 'SELL' ? 'desc' : 'asc' },
      take: MOST,
    });
    const holders = await this.prisma.client.chainBalance.findMany({
      where: {
        chainId: this.chain.chainId,
        token: toBytes(token),
        amount: { gt: 0 },
        holder: { not: toBytes(maker) },
      },
      select: { holder: true },
      orderBy: { amount: 'desc' },
      take: MOST,
    });
    const all = [
      ...waiting.map(({ maker: wallet }) => getAddress(wallet)),
      ...holders.map(({ holder }) => addressColumn.parse(holder)),
    ];
    return [...new Set(all)].slice(0, MOST);
  }

  /** Open orders that their maker has cancelled at the contract, by nonce or by counter, and that do not end here yet. */
  async cancelledOnChain(most: number): Promise<{ readonly id: string; readonly marketId: string }[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT o.id, o.market_id AS "marketId"
      FROM app.market_order o
      WHERE o.state IN ('OPEN', 'PARTIALLY_FILLED') AND o.cancel_requested_at IS NULL
        AND EXISTS (SELECT FROM chain.order_cancellation c WHERE ${this.#covers()})
      ORDER BY o.market_id, o.sequence LIMIT ${most}`;
    return rows.map((row) => endedRow.parse(row));
  }

  /** By which transaction their maker told the contract never to settle them again; without an entry it may. */
  async cancellationsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ChainCancellation>> {
    const final = await this.chain.finalBlock();
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT DISTINCT ON (o.id) o.id, c.tx_hash AS "txHash", c.block_number <= ${final} AS final
      FROM app.market_order o
      JOIN chain.order_cancellation c ON ${this.#covers()}
      WHERE o.id = ANY(${[...ids]}::uuid[])
      ORDER BY o.id, c.block_number, c.log_index`;
    return new Map(rows.map((row) => cancellationRow.parse(row)).map(({ id, ...made }) => [id, made]));
  }

  /** Cancellation `c` is about order `o`: its own, a mask with its nonce, or a counter above its own. */
  #covers(): Prisma.Sql {
    return Prisma.sql`c.chain_id = ${this.chain.chainId} AND c.maker = decode(substr(o.maker, 3), 'hex')
      AND CASE WHEN c.kind = 'all' THEN o.counter < c.counter
        ELSE c.nonce_group = div(o.nonce, 256)
          AND (get_byte(c.mask, 31 - mod(o.nonce, 256)::int / 8) >> (mod(o.nonce, 256)::int % 8)) & 1 = 1
        END`;
  }
}
