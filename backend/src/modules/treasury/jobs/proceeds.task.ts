import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { MarketFeeProcess } from '../domain/market-fee.process.ts';
import { ProceedsProcess } from '../domain/proceeds.process.ts';

/** Books fees of trades and takes confirmed payouts of proceeds to the issuer. Everything it knows is in rows. */
@Injectable()
export class ProceedsTask implements BackgroundTask, OnModuleInit {
  readonly name = 'proceeds';
  readonly process = 'worker';
  readonly intervalMs = 5_000;
  readonly channels = [chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly proceeds: ProceedsProcess,
    private readonly fees: MarketFeeProcess,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(): Promise<void> {
    await this.fees.book();
    await this.proceeds.advance();
  }
}
