import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { MarketProjection } from '../datasources/market.projection.ts';
import { OrderEndings } from './order-endings.ts';

const ACTOR = 'chain';
/** The page has a sentence for it. */
const REASON = 'CANCELLED_ON_CHAIN';
const AT_ONCE = 200;

/**
 * Takes out of the book what its maker cancelled at the marketplace's contract, by whichever page or wallet. Not only when
 * that is final: a block that vanishes costs the maker a place in the book, a trade he had forbidden would cost more.
 */
@Injectable()
export class ChainCancellations {
  constructor(
    private readonly prisma: PrismaService,
    private readonly projection: MarketProjection,
    private readonly endings: OrderEndings,
    private readonly log: LogService,
  ) {}

  async follow(signal: AbortSignal): Promise<void> {
    for (;;) {
      const orders = signal.aborted ? [] : await this.projection.cancelledOnChain(AT_ONCE);
      if (orders.length === 0) return;
      const ended = await this.prisma.transaction((tx) =>
        this.endings.end(tx, orders, { actor: ACTOR, reason: REASON }),
      );
      this.log.logger.info({ orders: ended }, 'orders end: cancelled on chain');
      if (ended === 0) return;
    }
  }
}
