import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { chainAdvancedChannel, kycChannel } from '../../blockchain/domain/channels.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { AttestationChain } from '../datasources/attestation.chain.ts';
import { AttestationService } from '../domain/attestation.service.ts';

const ACTOR = 'kyc';
const BATCH = 100;
const PAUSE_AFTER_FAILURE_MS = 15_000;

/** Tells the registry who may hold shares and who no longer, and notices when it is told for good. */
@Injectable()
export class AttestationTask implements BackgroundTask, OnModuleInit {
  readonly name = 'attestation';
  readonly process = 'worker';
  readonly intervalMs = 3_000;
  readonly channels = [kycChannel, chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly chain: ChainProjection,
    private readonly contracts: AttestationChain,
    private readonly attestations: AttestationService,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#settle();
    const epoch = await this.#epoch();
    for (;;) {
      const due = await this.prisma.client.kycCase.findMany({
        where: { attestDueAt: { lte: new Date() } },
        orderBy: { attestDueAt: 'asc' },
        take: BATCH,
        select: { userId: true },
      });
      for (const { userId } of due) {
        if (signal.aborted) return;
        await this.#reconcile(userId, epoch);
      }
      if (due.length < BATCH) return;
    }
  }

  async #reconcile(userId: string, epoch: number | null): Promise<void> {
    try {
      await this.attestations.reconcile(userId, epoch);
    } catch (error) {
      this.log.logger.warn(
        { err: error, userId },
        'the attestations of an investor are looked at again later',
      );
      const attestDueAt = new Date(Date.now() + PAUSE_AFTER_FAILURE_MS);
      await this.prisma.client.kycCase.updateMany({ where: { userId }, data: { attestDueAt } });
    }
  }

  /** The registry's epoch, after calling for a look at everybody attested in another; null while no node answers. */
  async #epoch(): Promise<number | null> {
    try {
      const epoch = await this.contracts.epoch();
      await this.prisma.client.kycCase.updateMany({
        where: { state: 'APPROVED', attestedEpoch: { not: epoch }, attestDueAt: { gt: new Date() } },
        data: { attestDueAt: new Date() },
      });
      return epoch;
    } catch {
      // Revocations are submitted all the same; attesting asks the node again and is put off case by case.
      return null;
    }
  }

  async #settle(): Promise<void> {
    const rows = await this.prisma.client.attestation.findMany({
      where: { state: 'SUBMITTED' },
      orderBy: { position: 'asc' },
      take: 500,
    });
    const statuses = await this.sender.statuses(rows.map(({ transactionKey }) => transactionKey));
    const final = await this.chain.finalBlock();
    for (const row of rows) {
      const { id, userId } = row;
      const status = statuses.get(row.transactionKey) ?? null;
      const problem = problemOf(status);
      if (problem === null && (status?.state !== 'FINAL' || (status.blockNumber ?? 0n) > final)) continue;
      const to = problem === null ? 'FINAL' : 'FAILED';
      if (problem !== null) {
        const facts = { userId, wallet: row.wallet, kind: row.kind, problem, alarm: 'attestation-failed' };
        this.log.logger.error(facts, 'the registry could not be told');
      }
      await this.prisma.transaction(async (tx) => {
        const where = { id, state: 'SUBMITTED' };
        const { count } = await tx.attestation.updateMany({ where, data: { state: to, problem } });
        if (count === 0) return;
        await recordStep(tx, { noun: 'verification', nounId: id, from: 'SUBMITTED', to, actor: ACTOR });
        await tx.kycCase.updateMany({ where: { userId }, data: { attestDueAt: new Date() } });
      });
    }
  }
}

/** Why a transaction will not happen, or null while it may. */
function problemOf(status: ChainTransactionStatus | null): string | null {
  if (status?.state === 'FAILED')
    return status.failureMessage ?? status.failureCode ?? 'refused by the contract';
  return status?.state === 'REVERTED' ? 'reverted on chain' : null;
}
