import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { ReconciliationService, reconciliationChannel } from '../domain/reconciliation.service.ts';

const EVERY_MS = 15 * 60_000;

/** Compares when asked, and by itself every quarter of an hour. */
@Injectable()
export class ReconciliationTask implements BackgroundTask, OnModuleInit {
  readonly name = 'reconciliation';
  readonly process = 'scheduler';
  readonly intervalMs = 5_000;
  readonly channels = [reconciliationChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly service: ReconciliationService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    if (await this.service.isDue(EVERY_MS)) await this.service.start(this.name);
    await this.service.work(signal);
  }
}
