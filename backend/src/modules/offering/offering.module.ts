import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { OfferingContract } from './datasources/offering.contract.ts';
import { OfferingProjection } from './datasources/offering.projection.ts';
import { DeliveryProcess } from './domain/delivery.process.ts';
import { OfferingProcess } from './domain/offering.process.ts';
import { OfferingReader } from './domain/offering.reader.ts';
import { OfferingService } from './domain/offering.service.ts';
import { OfferingActs } from './domain/offering-acts.ts';
import { ReassignmentProcess } from './domain/reassignment.process.ts';
import { SubscriptionProcess } from './domain/subscription.process.ts';
import { SubscriptionService } from './domain/subscription.service.ts';
import { SubscriptionViews } from './domain/subscription.view.ts';
import { YieldService } from './domain/yield.service.ts';
import { OfferingTask } from './jobs/offering.task.ts';
import { OfferingController } from './routes/offering.controller.ts';
import { SubscriptionController } from './routes/subscription.controller.ts';

/** Primary sales: offerings and the subscriptions of investors. */
@Module({
  imports: [BlockchainModule, PropertyModule],
  controllers: [OfferingController, SubscriptionController],
  providers: [
    DeliveryProcess,
    OfferingActs,
    OfferingContract,
    OfferingProcess,
    OfferingProjection,
    OfferingReader,
    OfferingService,
    OfferingTask,
    ReassignmentProcess,
    SubscriptionProcess,
    SubscriptionService,
    SubscriptionViews,
    YieldService,
  ],
})
export class OfferingModule {}
