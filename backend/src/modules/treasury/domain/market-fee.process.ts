import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { marketFeeReceived } from '../../ledger/domain/posting-rules/market.rule.ts';
import { TreasuryProjection } from '../datasources/treasury.projection.ts';

const TRADES_AT_ONCE = 200;

/** Books what trades between investors left in the treasury. */
@Injectable()
export class MarketFeeProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly projection: TreasuryProjection,
  ) {}

  async book(): Promise<void> {
    const { CHAIN_ID: chainId } = this.configuration.environment;
    const { treasury } = this.configuration.deployment;
    for (const { amount, txHash, position, at } of await this.projection.unbookedFees(TRADES_AT_ONCE)) {
      const facts = { chainId, treasury, amount, txHash, position, effectiveAt: at };
      await this.prisma.transaction((tx) => postEntry(tx, marketFeeReceived(facts)));
    }
  }
}
