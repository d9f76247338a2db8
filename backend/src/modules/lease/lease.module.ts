import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { LeaseService } from './domain/lease.service.ts';
import { UnitService } from './domain/unit.service.ts';
import { LeaseController } from './routes/lease.controller.ts';

@Module({
  imports: [AuthModule, PropertyModule],
  controllers: [LeaseController],
  providers: [UnitService, LeaseService],
})
export class LeaseModule {}
