import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { ComplianceContracts } from './datasources/compliance.contracts.ts';
import { RegisterProjection } from './datasources/register.projection.ts';
import { ComplianceReader } from './domain/compliance.reader.ts';
import { ComplianceService } from './domain/compliance.service.ts';
import { ComplianceNotices } from './domain/compliance-notices.ts';
import { ComplianceTargets } from './domain/compliance-targets.ts';
import { RegisterService } from './domain/register.service.ts';
import { ComplianceTask } from './jobs/compliance.task.ts';
import { ComplianceController } from './routes/compliance.controller.ts';

/** What administrators may do to wallets and shares, and the register at any day. */
@Module({
  imports: [AuthModule, BlockchainModule, NotificationModule, PropertyModule],
  controllers: [ComplianceController],
  providers: [
    ComplianceContracts,
    ComplianceNotices,
    ComplianceReader,
    ComplianceService,
    ComplianceTargets,
    ComplianceTask,
    RegisterProjection,
    RegisterService,
  ],
})
export class ComplianceModule {}
