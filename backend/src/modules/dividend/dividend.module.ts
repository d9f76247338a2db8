import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { DividendCreator } from '../statement/domain/dividend-creator.ts';
import { DividendContracts } from './datasources/dividend.contracts.ts';
import { DividendProjection } from './datasources/dividend.projection.ts';
import { DividendReader } from './domain/dividend.reader.ts';
import { DividendService } from './domain/dividend.service.ts';
import { DividendAllocationProcess } from './domain/dividend-allocation.process.ts';
import { DividendPaymentProcess } from './domain/dividend-payment.process.ts';
import { DividendSweepProcess } from './domain/dividend-sweep.process.ts';
import { DividendTask } from './jobs/dividend.task.ts';
import { DividendController } from './routes/dividend.controller.ts';

/** Dividends: from the approved statement to the last payout. */
@Module({
  imports: [BlockchainModule],
  controllers: [DividendController],
  providers: [
    { provide: DividendCreator, useExisting: DividendService },
    DividendAllocationProcess,
    DividendContracts,
    DividendPaymentProcess,
    DividendProjection,
    DividendReader,
    DividendService,
    DividendSweepProcess,
    DividendTask,
  ],
})
export class DividendModule {}
