import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { CircleClient } from '../../payments/domain/circle.client.ts';

/** Sees to it that Circle tells us what happens: one subscription for our address. */
@Injectable()
export class CircleSubscriptionTask implements BackgroundTask, OnModuleInit {
  readonly name = 'circle-subscription';
  readonly process = 'scheduler';
  readonly intervalMs = 60_000;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly configuration: Configuration,
    private readonly circle: CircleClient,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(): Promise<void> {
    const endpoint = `${this.configuration.environment.PUBLIC_API_URL.replace(/\/$/, '')}/v1/webhooks/circle`;
    const present = await this.circle.subscriptions();
    const standing = present.some(
      (subscription) =>
        subscription.endpoint === endpoint &&
        subscription.subscriptionDetails.some(({ status }) => status !== 'deleted'),
    );
    if (standing) return;
    const { id } = await this.circle.subscribe(endpoint);
    this.log.logger.info({ subscription: id, endpoint }, 'subscribed to Circle notifications');
  }
}
