import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { KycSync } from '../domain/kyc.sync.ts';
import { type KycRow, stateOf } from '../domain/kyc-case.ts';
import { KycCases } from '../domain/kyc-cases.ts';
import { KycNotices } from '../domain/kyc-notices.ts';
import { KycProviders } from '../domain/kyc-providers.ts';

const MINUTE_MS = 60_000;
/** How long after the last look a check is read although no webhook came. */
const LOOK_AGAIN_MS = { underWay: 2 * MINUTE_MS, approved: 24 * 60 * MINUTE_MS } as const;
const BATCH = 50;

/** Finds what no webhook told: decisions that were missed, approvals that end soon and those whose time is over. */
@Injectable()
export class KycSweepTask implements BackgroundTask, OnModuleInit {
  readonly name = 'kyc-sweep';
  readonly process = 'scheduler';
  readonly intervalMs = 15_000;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly providers: KycProviders,
    private readonly cases: KycCases,
    private readonly sync: KycSync,
    private readonly notices: KycNotices,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#expire(signal);
    await this.notices.remind();
    const now = Date.now();
    const before = (ageMs: number) => ({ lt: new Date(now - ageMs) });
    const unread = (ageMs: number) => ({ OR: [{ readAt: null }, { readAt: before(ageMs) }] });
    const rows = await this.prisma.client.kycCase.findMany({
      where: {
        externalId: { not: null },
        OR: [
          {
            OR: [{ state: { in: ['PENDING', 'IN_REVIEW'] } }, { renewingSince: { not: null } }],
            updatedAt: before(LOOK_AGAIN_MS.underWay),
            AND: [unread(LOOK_AGAIN_MS.underWay)],
          },
          { state: 'APPROVED', AND: [unread(LOOK_AGAIN_MS.approved)] },
        ],
      },
      orderBy: { readAt: { sort: 'asc', nulls: 'first' } },
      take: BATCH,
    });
    for (const row of rows) {
      if (signal.aborted) return;
      await this.#look(row);
    }
  }

  async #look(row: KycRow): Promise<void> {
    const provider = this.providers.find(row.provider);
    if (provider === undefined || row.externalId === null) return;
    try {
      await this.sync.refresh(row.userId, provider, row.externalId);
    } catch (error) {
      this.log.logger.warn({ err: error, userId: row.userId }, 'an identity check could not be read');
    } finally {
      // One that cannot be read must not keep the others waiting.
      await this.prisma.client.kycCase.updateMany({ where: { id: row.id }, data: { readAt: new Date() } });
    }
  }

  async #expire(signal: AbortSignal): Promise<void> {
    const over = await this.prisma.client.kycCase.findMany({
      where: { state: 'APPROVED', validUntil: { lte: new Date() } },
      take: 500,
      select: { userId: true },
    });
    for (const { userId } of over) {
      if (signal.aborted) return;
      await this.prisma.transaction(async (tx) => {
        const row = await this.cases.lock(tx, userId);
        const isOver = row.validUntil !== null && row.validUntil.getTime() <= Date.now();
        if (stateOf(row) !== 'APPROVED' || !isOver) return;
        const facts = { renewingSince: null };
        await this.cases.move(tx, row, 'expire', { actor: 'kyc', reasons: ['VALIDITY_OVER'], facts });
      });
    }
  }
}
