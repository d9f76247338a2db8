import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { recordStep, recordSteps } from '../../blockchain/domain/state-transition.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { TokenProjection } from '../datasources/token.projection.ts';

const ACTOR = 'token';

/** Notices what became final on chain: tokens, issued shares. */
@Injectable()
export class TokenTask implements BackgroundTask, OnModuleInit {
  readonly name = 'token';
  readonly process = 'worker';
  readonly intervalMs = 3_000;
  readonly channels = [chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly chain: ChainProjection,
    private readonly tokens: TokenProjection,
    private readonly properties: PropertyService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const step of [this.#tokenizations, this.#allocations]) {
      if (!signal.aborted) await step.call(this);
    }
  }

  async #tokenizations(): Promise<void> {
    const rows = await this.prisma.client.tokenization.findMany({ where: { state: 'SUBMITTED' } });
    for (const { propertyId, transactionKey } of rows) {
      const token = await this.tokens.finalToken(propertyId);
      const problem = token === null ? problemOf(await this.sender.status(transactionKey)) : null;
      if (token === null && problem === null) continue;
      await this.prisma.transaction(async (tx) => {
        const to = token === null ? 'FAILED' : 'FINAL';
        const { count } = await tx.tokenization.updateMany({
          where: { propertyId, state: 'SUBMITTED' },
          data: {
            state: to,
            problem,
            tokenAddress: token?.token ?? null,
            complianceAddress: token?.compliance ?? null,
            blockNumber: token?.block_number ?? null,
            txHash: token?.tx_hash ?? null,
          },
        });
        if (count === 0) return;
        await recordStep(tx, {
          noun: 'tokenization',
          nounId: propertyId,
          from: 'SUBMITTED',
          to,
          actor: ACTOR,
        });
        await this.properties.transition(tx, {
          propertyId,
          to: token === null ? 'APPROVED' : 'TOKENIZED',
          actor: ACTOR,
          ...(problem === null ? {} : { reason: problem }),
        });
      });
    }
  }

  async #allocations(): Promise<void> {
    const rows = await this.prisma.client.allocation.findMany({ where: { state: 'SUBMITTED' }, take: 1_000 });
    const settled = await this.#settled(rows);
    for (const [key, members] of Map.groupBy(settled, (row) => row.transactionKey)) {
      const [first] = members;
      if (first === undefined) continue;
      const { to, problem, txHash } = first;
      const ids = members.map(({ id }) => id);
      await this.prisma.transaction(async (tx) => {
        const where = { id: { in: ids }, transactionKey: key, state: 'SUBMITTED' };
        const { count } = await tx.allocation.updateMany({ where, data: { state: to, problem, txHash } });
        if (count !== ids.length) return;
        await recordSteps(
          tx,
          ids.map((id) => ({ noun: 'allocation', nounId: id, from: 'SUBMITTED', to, actor: ACTOR })),
        );
      });
    }
  }

  /** Rows whose transaction is final and mirrored, or will never be. */
  async #settled<Row extends { readonly id: string; readonly transactionKey: string }>(rows: readonly Row[]) {
    const statuses = await this.sender.statuses([
      ...new Set(rows.map(({ transactionKey }) => transactionKey)),
    ]);
    const final = await this.chain.finalBlock();
    return rows.flatMap(({ id, transactionKey }) => {
      const status = statuses.get(transactionKey) ?? null;
      const problem = problemOf(status);
      const done = status?.state === 'FINAL' && (status.blockNumber ?? 0n) <= final;
      if (problem === null && !done) return [];
      const to = problem === null ? 'FINAL' : 'FAILED';
      return [{ id, transactionKey, to, problem, txHash: status?.txHash ?? null }] as const;
    });
  }
}

/** Why a transaction will not happen, or null while it may. */
function problemOf(status: ChainTransactionStatus | null): string | null {
  if (status?.state === 'FAILED')
    return status.failureMessage ?? status.failureCode ?? 'refused by the contract';
  return status?.state === 'REVERTED' ? 'reverted on chain' : null;
}
