import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { RestingCheck } from '../domain/resting-check.ts';

/** Notices permits that their tokens would take no more. */
@Injectable()
export class RestingCheckTask implements BackgroundTask, OnModuleInit {
  readonly name = 'market-resting-check';
  readonly process = 'worker';
  readonly intervalMs = 5_000;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly check: RestingCheck,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.check.lookAround(signal);
  }
}
