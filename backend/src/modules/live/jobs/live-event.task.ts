import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { LiveEventStore } from '../datasources/live-event.store.ts';

const KEPT_HOURS = 24;

/** Forgets live events that no browser comes back for. */
@Injectable()
export class LiveEventTask implements BackgroundTask, OnModuleInit {
  readonly name = 'live-events';
  readonly process = 'scheduler';
  readonly intervalMs = 10 * 60_000;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly store: LiveEventStore,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(): Promise<void> {
    await this.store.forget(KEPT_HOURS);
  }
}
