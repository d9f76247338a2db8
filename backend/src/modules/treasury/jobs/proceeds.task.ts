import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { ProceedsProcess } from '../domain/proceeds.process.ts';

/** Takes confirmed payouts of proceeds to the issuer. Everything it knows is in rows. */
@Injectable()
export class ProceedsTask implements BackgroundTask, OnModuleInit {
  readonly name = 'proceeds';
  readonly process = 'worker';
  readonly intervalMs = 5_000;
  readonly channels = [chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly proceeds: ProceedsProcess,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  run(): Promise<void> {
    return this.proceeds.advance();
  }
}
