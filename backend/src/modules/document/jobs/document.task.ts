import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { documentChannel } from '../../blockchain/domain/channels.ts';
import { DocumentKeeper } from '../domain/document.keeper.ts';

const BATCH = 50;

/** Looks at what was uploaded, keeps what is good, gives up what never came, and empties the quarantine. */
@Injectable()
export class DocumentTask implements BackgroundTask, OnModuleInit {
  readonly name = 'document';
  readonly process = 'worker';
  readonly intervalMs = 5_000;
  readonly channels = [documentChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly keeper: DocumentKeeper,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    const each = async (where: object, act: (id: string) => Promise<void>): Promise<void> => {
      const rows = await this.prisma.client.documentVersion.findMany({
        where,
        select: { id: true },
        orderBy: { createdAt: 'asc' },
        take: BATCH,
      });
      for (const { id } of rows) {
        if (signal.aborted) return;
        try {
          await act(id);
        } catch (error) {
          // One that cannot be read must not keep the others waiting.
          this.log.logger.warn({ err: error, versionId: id }, 'a document could not be looked after');
          failures.push(error);
        }
      }
    };
    await each({ state: 'PENDING', uploadUntil: { lt: new Date() } }, (id) => this.keeper.giveUp(id));
    await each({ state: 'QUARANTINED' }, (id) => this.keeper.examine(id));
    const decided = { in: ['AVAILABLE', 'REJECTED', 'EXPIRED'] };
    await each({ state: decided, quarantineClearedAt: null }, (id) => this.keeper.clearQuarantine(id));
    if (failures.length > 0) throw failures[0];
  }
}
