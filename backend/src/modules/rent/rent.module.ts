import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { RentService } from './domain/rent.service.ts';
import { RentRollService } from './domain/rent-roll.service.ts';
import { RentOverdueTask } from './jobs/rent-overdue.task.ts';
import { RentController } from './routes/rent.controller.ts';

@Module({
  imports: [PropertyModule, LedgerModule],
  controllers: [RentController],
  providers: [RentService, RentRollService, RentOverdueTask],
  exports: [RentService],
})
export class RentModule {}
