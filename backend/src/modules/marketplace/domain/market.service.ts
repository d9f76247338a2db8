import type { Prisma } from '@freehold/database/client';
import { complianceRulesSchema } from '@freehold/shared/compliance-rules';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { MarketState } from '@freehold/shared/marketplace';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { marketTopic, publish } from '../../live/domain/publish.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import { LOT, MAX_PRICE, type MarketRules, TICK } from './market-rules.ts';

export type MarketRow = Prisma.MarketGetPayload<object>;

/** Markets: one for each token, opened and halted by administrators. */
@Injectable()
export class MarketService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: MarketChain,
  ) {}

  /** Opens the market of a tokenized property; opening it again changes nothing. Throws NOT_FOUND, NOT_TOKENIZED, MARKET_NOT_POSSIBLE. */
  async open(actor: Actor, propertyId: string, feeBps: number): Promise<string> {
    const { client } = this.prisma;
    if ((await client.market.findUnique({ where: { id: propertyId } })) !== null) return propertyId;
    if ((await client.property.findUnique({ where: { id: propertyId } })) === null) {
      throw new FreeholdError('NOT_FOUND');
    }
    const token = await client.tokenization.findUnique({ where: { propertyId } });
    if (token?.state !== 'FINAL' || token.tokenAddress === null) throw new FreeholdError('NOT_TOKENIZED');
    if (complianceRulesSchema.safeParse(token.rules).data?.approvalNeeded) {
      throw new FreeholdError('MARKET_NOT_POSSIBLE');
    }
    // Where there is no contract to settle at, there is no market.
    const { chainId } = this.chain.requireMarketplace();
    const tokenAddress = token.tokenAddress.toLowerCase();
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.market.createMany({
        data: [
          {
            ...{ id: propertyId, chainId: BigInt(chainId), tokenAddress, state: 'OPEN', feeBps },
            ...{ tick: TICK.toString(), lot: LOT.toString() },
            ...{ maxShares: token.shares, maxPrice: MAX_PRICE.toString() },
          },
        ],
        skipDuplicates: true,
      });
      if (count === 0) return;
      await tx.marketEngine.create({ data: { marketId: propertyId } });
      await recordStep(tx, {
        noun: 'market',
        nounId: propertyId,
        from: null,
        to: 'OPEN',
        actor: actor.userId,
      });
    });
    return propertyId;
  }

  /** Throws NOT_FOUND, ILLEGAL_TRANSITION. */
  async move(actor: Actor, id: string, to: MarketState, reason: string): Promise<void> {
    const from: MarketState = to === 'OPEN' ? 'HALTED' : 'OPEN';
    await this.require(id);
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.market.updateMany({
        where: { id, state: from },
        data: { state: to, reason: to === 'HALTED' ? reason : null },
      });
      if (count === 0) throw illegalTransition('market', to, to);
      await recordStep(tx, { noun: 'market', nounId: id, from, to, actor: actor.userId, reason });
      await publish(tx, [{ topic: marketTopic(id), kind: 'market', data: { id, state: to } }]);
    });
  }

  async require(id: string): Promise<MarketRow> {
    const row = await this.prisma.client.market.findUnique({ where: { id } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }

  rulesOf(row: MarketRow): MarketRules {
    return {
      token: getAddress(row.tokenAddress),
      marketplace: this.chain.marketplace,
      tick: toBigInt(row.tick),
      lot: toBigInt(row.lot),
      maxShares: toBigInt(row.maxShares),
      maxPrice: toBigInt(row.maxPrice),
      feeBps: row.feeBps,
    };
  }
}
