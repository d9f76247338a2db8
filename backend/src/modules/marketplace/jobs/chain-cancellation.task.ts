import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { ChainCancellations } from '../domain/chain-cancellations.ts';

/** Notices orders that their makers cancelled on chain. */
@Injectable()
export class ChainCancellationTask implements BackgroundTask, OnModuleInit {
  readonly name = 'market-chain-cancellation';
  readonly process = 'worker';
  readonly intervalMs = 5_000;
  readonly channels = [chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly cancellations: ChainCancellations,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.cancellations.follow(signal);
  }
}
