import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { marketCommandChannel } from '../../blockchain/domain/channels.ts';
import { MarketLeaders } from '../domain/market-leaders.ts';

/** Matches orders in the markets that this process leads, and stands by for the others. */
@Injectable()
export class MarketLeaderTask implements BackgroundTask, OnModuleInit {
  readonly name = 'market-leader';
  readonly process = 'worker';
  readonly intervalMs = 1_000;
  readonly channels = [marketCommandChannel];
  /** Each market has a lock of its own, which its leader keeps. */
  readonly exclusive = false;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly leaders: MarketLeaders,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.leaders.advance(signal);
  }
}
