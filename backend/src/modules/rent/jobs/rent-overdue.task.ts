import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { RentService } from '../domain/rent.service.ts';

/** Marks charges that are past their day. */
@Injectable()
export class RentOverdueTask implements BackgroundTask, OnModuleInit {
  readonly name = 'rent-overdue';
  readonly process = 'scheduler';
  readonly intervalMs = 15 * 60_000;

  constructor(
    private readonly rent: RentService,
    private readonly tasks: BackgroundTasks,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.rent.markOverdue(new Date())) > 0);
  }
}
