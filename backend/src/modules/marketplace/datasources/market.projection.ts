import { Injectable } from '@nestjs/common';
import { type Address, getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, toBytes } from '../../blockchain/domain/hex.ts';
import type { Side } from '../domain/matching/engine.types.ts';

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
}
