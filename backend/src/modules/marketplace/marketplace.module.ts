import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { BookProjection } from './datasources/book.projection.ts';
import { JournalStore } from './datasources/journal.store.ts';
import { MarketChain } from './datasources/market.chain.ts';
import { MarketProjection } from './datasources/market.projection.ts';
import { OrderBookStore } from './datasources/order-book.store.ts';
import { ReservationStore } from './datasources/reservation.store.ts';
import { MarketReader } from './domain/market.reader.ts';
import { MarketService } from './domain/market.service.ts';
import { MarketLeaders } from './domain/market-leaders.ts';
import { OrderReader } from './domain/order.reader.ts';
import { OrderService } from './domain/order.service.ts';
import { OrderChecks } from './domain/order-checks.ts';
import { SettlementProcess } from './domain/settlement.process.ts';
import { TradeFailure } from './domain/trade-failure.ts';
import { MarketLeaderTask } from './jobs/market-leader.task.ts';
import { SettlementTask } from './jobs/settlement.task.ts';
import { MarketController } from './routes/market.controller.ts';
import { OrderController } from './routes/order.controller.ts';

/** The order book: signed orders in, matched by price and time, settled on chain. */
@Module({
  imports: [BlockchainModule],
  controllers: [MarketController, OrderController],
  providers: [
    BookProjection,
    JournalStore,
    MarketChain,
    MarketLeaders,
    MarketLeaderTask,
    MarketProjection,
    MarketReader,
    MarketService,
    OrderBookStore,
    OrderChecks,
    OrderReader,
    OrderService,
    ReservationStore,
    SettlementProcess,
    SettlementTask,
    TradeFailure,
  ],
})
export class MarketplaceModule {}
