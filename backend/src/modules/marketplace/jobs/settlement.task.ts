import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { settlementChannel, transactionMovedChannel } from '../../blockchain/domain/channels.ts';
import { SettlementProcess } from '../domain/settlement.process.ts';

/** Settles what was matched, and follows it until it is final. */
@Injectable()
export class SettlementTask implements BackgroundTask, OnModuleInit {
  readonly name = 'market-settlement';
  readonly process = 'worker';
  readonly intervalMs = 2_000;
  readonly channels = [settlementChannel, transactionMovedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly settlements: SettlementProcess,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { client } = this.prisma;
    const open = await client.marketSettlement.findMany({
      where: { state: { in: ['SUBMITTED', 'CONFIRMED'] } },
      orderBy: { position: 'asc' },
    });
    for (const settlement of open) {
      if (signal.aborted) return;
      await this.#safely({ settlement: settlement.id }, () => this.settlements.follow(settlement));
    }
    const waiting = await client.marketTrade.groupBy({ by: ['marketId'], where: { state: 'MATCHED' } });
    for (const { marketId } of waiting) {
      await this.#safely({ market: marketId }, async () => {
        while (!signal.aborted && (await this.settlements.submit(marketId)));
      });
    }
  }

  /** One that cannot go on keeps no other from doing so. */
  async #safely(subject: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.logger.error({ err: error, ...subject }, 'a settlement could not be taken further');
    }
  }
}
