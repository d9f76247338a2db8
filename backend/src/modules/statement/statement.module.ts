import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { StatementReader } from './domain/statement.reader.ts';
import { StatementService } from './domain/statement.service.ts';
import { StatementController } from './routes/statement.controller.ts';

/** Whoever imports module dividend beside this one lets statements be approved. */
@Module({
  imports: [PropertyModule, LedgerModule],
  controllers: [StatementController],
  providers: [StatementReader, StatementService],
})
export class StatementModule {}
