import { Module, type OnModuleInit } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { notify, treasuryChannel } from '../blockchain/domain/channels.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProviderInbox } from '../payments/domain/provider-inbox.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { TreasuryProjection } from './datasources/treasury.projection.ts';
import { MarketFeeProcess } from './domain/market-fee.process.ts';
import { MovementReader } from './domain/movement.reader.ts';
import { PayoutAddressService } from './domain/payout-address.service.ts';
import { ProceedsProcess } from './domain/proceeds.process.ts';
import { ProceedsReader } from './domain/proceeds.reader.ts';
import { ProceedsService } from './domain/proceeds.service.ts';
import { ProceedsTransactions } from './domain/proceeds-transactions.ts';
import { TransferProcess } from './domain/transfer.process.ts';
import { TreasuryService } from './domain/treasury.service.ts';
import { WireProcess } from './domain/wire.process.ts';
import { CircleSubscriptionTask } from './jobs/circle-subscription.task.ts';
import { ProceedsTask } from './jobs/proceeds.task.ts';
import { TreasuryTask } from './jobs/treasury.task.ts';
import { ProceedsController } from './routes/proceeds.controller.ts';
import { TreasuryController } from './routes/treasury.controller.ts';

/** Objects of Circle whose news means that money may have moved on. */
const circleTopics = ['wire', 'deposits', 'transfers', 'addressBookRecipients'];

/** The way of the money from the bank through Circle into the treasury on chain, and of proceeds out of it. */
@Module({
  imports: [BlockchainModule, LedgerModule, PaymentsModule, PropertyModule],
  controllers: [ProceedsController, TreasuryController],
  providers: [
    CircleSubscriptionTask,
    MarketFeeProcess,
    MovementReader,
    PayoutAddressService,
    ProceedsProcess,
    ProceedsReader,
    ProceedsService,
    ProceedsTask,
    ProceedsTransactions,
    TransferProcess,
    TreasuryProjection,
    TreasuryService,
    TreasuryTask,
    WireProcess,
  ],
})
export class TreasuryModule implements OnModuleInit {
  constructor(private readonly inbox: ProviderInbox) {}

  /** News from Circle wakes the task, which reads everything that is open from Circle anew. */
  onModuleInit(): void {
    for (const topic of circleTopics) {
      this.inbox.register('circle', topic, (tx) => notify(tx, treasuryChannel));
    }
  }
}
