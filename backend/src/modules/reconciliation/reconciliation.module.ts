import { Module } from '@nestjs/common';
import { ChainWitness } from './datasources/chain.witness.ts';
import { LedgerWitness } from './datasources/ledger.witness.ts';
import { ProviderWitness } from './datasources/provider.witness.ts';
import { ReconciliationService } from './domain/reconciliation.service.ts';
import { WitnessHearing } from './domain/witness-hearing.ts';
import { ReconciliationTask } from './jobs/reconciliation.task.ts';
import { ReconciliationController } from './routes/reconciliation.controller.ts';

/** Provider, ledger and chain side by side. Shares no code with what posts. */
@Module({
  controllers: [ReconciliationController],
  providers: [
    ChainWitness,
    LedgerWitness,
    ProviderWitness,
    ReconciliationService,
    ReconciliationTask,
    WitnessHearing,
  ],
})
export class ReconciliationModule {}
