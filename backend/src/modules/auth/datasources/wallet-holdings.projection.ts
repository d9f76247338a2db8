import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { WalletHoldings } from '../domain/wallet-holdings.ts';

/** Holdings as schema `chain` knows them. */
@Injectable()
export class WalletHoldingsProjection extends WalletHoldings {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
  ) {
    super();
  }

  async any(address: string): Promise<boolean> {
    const { rowCount } = await this.prisma.pool.query(
      `SELECT FROM chain.balance WHERE chain_id = $1 AND holder = decode($2, 'hex') AND amount > 0 LIMIT 1`,
      [this.configuration.environment.CHAIN_ID, address.slice(2)],
    );
    return rowCount === 1;
  }
}
