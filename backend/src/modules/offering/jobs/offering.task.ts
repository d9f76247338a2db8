import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { chainAdvancedChannel, offeringChannel } from '../../blockchain/domain/channels.ts';
import { DeliveryProcess } from '../domain/delivery.process.ts';
import { OfferingProcess } from '../domain/offering.process.ts';
import { ReassignmentProcess } from '../domain/reassignment.process.ts';
import { SubscriptionProcess } from '../domain/subscription.process.ts';

/** Takes primary sales from their terms to the last share or refund. Everything it knows is in rows. */
@Injectable()
export class OfferingTask implements BackgroundTask, OnModuleInit {
  readonly name = 'offering';
  readonly process = 'worker';
  readonly intervalMs = 3_000;
  readonly channels = [offeringChannel, chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly offerings: OfferingProcess,
    private readonly subscriptions: SubscriptionProcess,
    private readonly delivery: DeliveryProcess,
    private readonly reassignments: ReassignmentProcess,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const rows = await this.prisma.client.offering.findMany({ orderBy: { createdAt: 'asc' } });
    if (rows.length === 0) return;
    await this.subscriptions.follow();
    await this.reassignments.run();
    for (const row of rows) {
      if (signal.aborted) return;
      try {
        if (row.state === 'DRAFT' || row.state === 'OPEN') await this.offerings.advance(row);
        else await this.delivery.advance(row);
      } catch (error) {
        this.log.logger.error({ err: error, offering: row.id }, 'an offering could not be taken further');
      }
    }
    await this.delivery.bookProceeds();
  }
}
