import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { WalletService } from '../../auth/domain/wallet.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { moveAct } from '../domain/compliance-state.ts';

type ActRow = Prisma.ComplianceActGetPayload<{ include: { calls: true } }>;

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
    private readonly wallets: WalletService,
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
    for (const act of acts) {
      if (signal.aborted) return;
      await this.#follow(act);
    }
  }

  async #follow(act: ActRow): Promise<void> {
    const { id, calls } = act;
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
      const moved = await moveAct(tx, {
        id,
        from: 'SUBMITTED',
        to: failed === undefined ? 'FINAL' : 'FAILED',
        actor: ACTOR,
        ...(failed?.problem == null ? {} : { reason: failed.problem }),
      });
      if (moved && failed === undefined) await this.#conclude(tx, act);
    });
  }

  /** Who has the lost wallet must neither receive shares nor sign in: it is given up where the new one has it all. */
  async #conclude(tx: PrismaTransaction, { kind, wallet, toWallet }: ActRow): Promise<void> {
    if (kind === 'RECOVERY' && toWallet !== null) await this.wallets.replace(tx, wallet, toWallet);
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
