import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { chainAdvancedChannel, dividendChannel } from '../../blockchain/domain/channels.ts';
import { type DividendRow, transactionKeys } from '../domain/dividend.service.ts';
import { DividendAllocationProcess } from '../domain/dividend-allocation.process.ts';
import { DividendPaymentProcess } from '../domain/dividend-payment.process.ts';
import { DividendSweepProcess } from '../domain/dividend-sweep.process.ts';

const ACTOR = 'dividend';
/** Refusals that pass by themselves: the credit may be on its way, the limit is per day. */
const PASSING = ['TreasuryInsufficientBalance', 'TreasuryDailyLimitExceeded', 'EnforcedPause'];
const RETRY_MS = 15_000;

/** Takes dividends from approval to the last payout. Everything it knows is in rows; it may die anywhere. */
@Injectable()
export class DividendTask implements BackgroundTask, OnModuleInit {
  readonly name = 'dividend';
  readonly process = 'worker';
  readonly intervalMs = 3_000;
  readonly channels = [dividendChannel, chainAdvancedChannel];
  readonly #retriedAt = new Map<string, number>();

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly allocation: DividendAllocationProcess,
    private readonly payment: DividendPaymentProcess,
    private readonly sweep: DividendSweepProcess,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const open = await this.prisma.client.dividend.findMany({
      where: {
        OR: [
          { state: { in: ['DECLARED', 'FUNDED', 'PAYING'] } },
          { state: 'APPROVED', declareRequestedAt: { not: null } },
          { state: 'PAID', payouts: { some: { state: { not: 'FINAL' } } } },
        ],
      },
      orderBy: { createdAt: 'asc' },
    });
    for (const dividend of open) {
      if (signal.aborted) return;
      try {
        await this.#advance(dividend);
      } catch (error) {
        this.log.logger.error({ err: error, dividend: dividend.id }, 'a dividend could not be taken further');
      }
    }
  }

  async #advance(dividend: DividendRow): Promise<void> {
    switch (dividend.state) {
      case 'APPROVED':
        if (await this.allocation.advance(dividend)) return;
        return this.#watch(dividend, transactionKeys.declare(dividend.id));
      case 'DECLARED':
        await this.payment.fund(dividend);
        return this.#watch(dividend, transactionKeys.fund(dividend.id));
      case 'FUNDED':
        if (dividend.runRequestedAt !== null) await this.payment.begin(dividend);
        return;
      default:
        await this.payment.follow(dividend);
        return this.sweep.advance(dividend);
    }
  }

  /** Tells why a transaction does not happen, and tries again what time alone may heal. */
  async #watch(dividend: DividendRow, key: string): Promise<void> {
    const status = await this.sender.status(key);
    if (status === null || (status.state !== 'FAILED' && status.state !== 'REVERTED')) return;
    const problem = status.failureMessage ?? status.failureCode ?? status.state;
    if (dividend.problem !== problem) {
      this.log.logger.error({ dividend: dividend.id, key, alarm: 'dividend-refused' }, problem);
      await this.prisma.client.dividend.update({ where: { id: dividend.id }, data: { problem } });
    }
    const last = this.#retriedAt.get(key) ?? 0;
    if (!PASSING.includes(status.failureCode ?? '') || Date.now() - last < RETRY_MS) return;
    this.#retriedAt.set(key, Date.now());
    await this.sender.retry(key, ACTOR);
  }
}
