import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { moveAct } from '../domain/compliance-state.ts';

const ACTOR = 'compliance';
const LOOKED_AT_ONCE = 200;

/** Notices which acts became final on chain, and which the contract refused. */
@Injectable()
export class ComplianceTask implements BackgroundTask, OnModuleInit {
  readonly name = 'compliance';
  readonly process = 'worker';
  readonly intervalMs = 3_000;
  readonly channels = [chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly chain: ChainProjection,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const acts = await this.prisma.client.complianceAct.findMany({
      where: { state: 'SUBMITTED' },
      include: { calls: true },
      orderBy: { position: 'asc' },
      take: LOOKED_AT_ONCE,
    });
    for (const { id, calls } of acts) {
      if (signal.aborted) return;
      await this.#follow(id, calls);
    }
  }

  async #follow(
    id: string,
    calls: readonly {
      readonly propertyId: string;
      readonly transactionKey: string;
      readonly state: string;
    }[],
  ): Promise<void> {
    const statuses = await this.sender.statuses(calls.map(({ transactionKey }) => transactionKey));
    const final = await this.chain.finalBlock();
    const news = calls.map(({ propertyId, transactionKey, state }) => ({
      propertyId,
      ...outcomeOf(statuses.get(transactionKey), final, state),
    }));
    await this.prisma.transaction(async (tx) => {
      for (const { propertyId, state, txHash, problem } of news) {
        await tx.complianceCall.updateMany({
          where: { actId: id, propertyId, state: 'SUBMITTED' },
          data: { state, txHash, problem },
        });
      }
      if (news.some(({ state }) => state === 'SUBMITTED')) return;
      const failed = news.find(({ state }) => state === 'FAILED');
      await moveAct(tx, {
        id,
        from: 'SUBMITTED',
        to: failed === undefined ? 'FINAL' : 'FAILED',
        actor: ACTOR,
        ...(failed?.problem == null ? {} : { reason: failed.problem }),
      });
    });
  }
}

/** Where a call stands: final only once the mirror has it too. */
function outcomeOf(status: ChainTransactionStatus | undefined, final: bigint, before: string) {
  const txHash = status?.txHash ?? null;
  if (status?.state === 'FAILED' || status?.state === 'REVERTED') {
    const problem = status.failureMessage ?? status.failureCode ?? 'refused by the contract';
    return { state: 'FAILED', txHash, problem };
  }
  const done = status?.state === 'FINAL' && (status.blockNumber ?? 0n) <= final;
  return { state: done ? 'FINAL' : before, txHash, problem: null };
}
