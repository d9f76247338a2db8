import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { BookProjection } from './datasources/book.projection.ts';
import { JournalStore } from './datasources/journal.store.ts';
import { MarketChain } from './datasources/market.chain.ts';
import { MarketProjection } from './datasources/market.projection.ts';
import { OrderBookStore } from './datasources/order-book.store.ts';
import { PermitChain } from './datasources/permit.chain.ts';
import { PermitStore } from './datasources/permit.store.ts';
import { ReservationStore } from './datasources/reservation.store.ts';
import { ChainCancellations } from './domain/chain-cancellations.ts';
import { MarketReader } from './domain/market.reader.ts';
import { MarketService } from './domain/market.service.ts';
import { MarketLeaders } from './domain/market-leaders.ts';
import { OrderReader } from './domain/order.reader.ts';
import { OrderService } from './domain/order.service.ts';
import { OrderChecks } from './domain/order-checks.ts';
import { OrderEndings } from './domain/order-endings.ts';
import { Permissions } from './domain/permissions.ts';
import { RestingCheck } from './domain/resting-check.ts';
import { SettlementProcess } from './domain/settlement.process.ts';
import { SettlementPermits } from './domain/settlement-permits.ts';
import { Spendings } from './domain/spendings.ts';
import { TradeFailure } from './domain/trade-failure.ts';
import { ChainCancellationTask } from './jobs/chain-cancellation.task.ts';
import { MarketLeaderTask } from './jobs/market-leader.task.ts';
import { RestingCheckTask } from './jobs/resting-check.task.ts';
import { SettlementTask } from './jobs/settlement.task.ts';
import { MarketController } from './routes/market.controller.ts';
import { OrderController } from './routes/order.controller.ts';

/** The order book: signed orders in, matched by price and time, settled on chain. */
@Module({
  imports: [BlockchainModule],
  controllers: [MarketController, OrderController],
  providers: [
    BookProjection,
    ChainCancellations,
    ChainCancellationTask,
    JournalStore,
    MarketChain,
    MarketLeaders,
    MarketLeaderTask,
    MarketProjection,
    MarketReader,
    MarketService,
    OrderBookStore,
    OrderChecks,
    OrderEndings,
    OrderReader,
    OrderService,
    Permissions,
    PermitChain,
    PermitStore,
    ReservationStore,
    RestingCheck,
    RestingCheckTask,
    SettlementPermits,
    SettlementProcess,
    SettlementTask,
    Spendings,
    TradeFailure,
  ],
})
export class MarketplaceModule {}
