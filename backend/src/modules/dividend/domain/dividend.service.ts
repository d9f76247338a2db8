import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { dividendKey, statementHash } from '@freehold/shared/chain-keys';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { dividendChannel, notify } from '../../blockchain/domain/channels.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { type ApprovedStatement, DividendCreator } from '../../statement/domain/dividend-creator.ts';
import { type Call, DividendContracts } from '../datasources/dividend.contracts.ts';
import { dividendState } from './dividend-state.ts';

export type DividendRow = Prisma.DividendGetPayload<object>;

/** Keys of the transactions of a dividend. */
export const transactionKeys = {
  declare: (dividendId: string) => `dividend-declare:${dividendId}`,
  fund: (dividendId: string) => `dividend-fund:${dividendId}`,
  pay: (dividendId: string, batch: number) => `dividend-pay:${dividendId}:${batch}`,
} as const;

/** What people ask of dividends. Asking twice is asking once; the work itself is the task's. */
@Injectable()
export class DividendService extends DividendCreator {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
    private readonly sender: ChainSender,
    private readonly contracts: DividendContracts,
  ) {
    super();
  }

  override async createFromStatement(
    tx: PrismaTransaction,
    statement: ApprovedStatement,
  ): Promise<{ readonly id: string }> {
    const id = derivedId('dividend', statement.id);
    const token = await tx.tokenization.findUnique({ where: { propertyId: statement.propertyId } });
    if (token?.state !== 'FINAL' || token.tokenAddress === null) throw new FreeholdError('NOT_TOKENIZED');
    const { count } = await tx.dividend.createMany({
      data: [
        {
          id,
          propertyId: statement.propertyId,
          statementId: statement.id,
          period: statement.period,
          chainId: this.chain.chainId,
          chainDividendId: dividendKey(id),
          tokenAddress: token.tokenAddress,
          statementHash: statementHash(canonicalStatement(statement)),
          amount: statement.netUsdc.toString(),
          state: 'APPROVED',
        },
      ],
      skipDuplicates: true,
    });
    if (count === 1) {
      const actor = statement.approvedBy;
      await recordStep(tx, { noun: 'dividend', nounId: id, from: null, to: 'APPROVED', actor });
    }
    return { id };
  }

  /** Asks for the record date. Asking again also tries a declaration the contract refused. */
  async declare(id: string, actor: string): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      const row = await this.#lock(tx, id);
      const state = dividendState(row.state);
      if (state === 'CANCELLED') throw illegalTransition('dividend', state, 'DECLARED');
      if (state !== 'APPROVED') return;
      await this.#refuseHeld(tx, row);
      if (row.declareRequestedAt === null) {
        await tx.dividend.update({ where: { id }, data: { declareRequestedAt: new Date() } });
        await recordStep(tx, step(id, state, actor, 'declaration asked for'));
      }
      const { chainDividendId: chainId, tokenAddress: token } = row;
      const call = this.contracts.declare({
        chainId,
        token,
        amount: toBigInt(row.amount),
        statementHash: row.statementHash,
      });
      await this.#submit(tx, {
        key: transactionKeys.declare(id),
        purpose: 'dividend.declare',
        id,
        call,
        actor,
      });
    });
  }

  /** Asks to fund and pay a declared dividend. Asking again also tries what the contracts refused. */
  async run(id: string, actor: string): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      const row = await this.#lock(tx, id);
      const state = dividendState(row.state);
      if (state === 'APPROVED' || state === 'DRAFT' || state === 'CANCELLED')
        throw illegalTransition('dividend', state, 'FUNDED');
      if (state === 'PAID' || state === 'SWEPT') return;
      await this.#refuseHeld(tx, row);
      if (row.runRequestedAt === null) await recordStep(tx, step(id, state, actor, 'payment asked for'));
      const data = { runRequestedAt: row.runRequestedAt ?? new Date(), runCount: { increment: 1 } } as const;
      await tx.dividend.update({ where: { id }, data });
      await this.#submitFunding(tx, row, actor);
      const batches = await tx.dividendBatch.findMany({ where: { dividendId: id, state: 'FAILED' } });
      for (const { index, transactionKey } of batches) {
        await this.sender.retry(transactionKey, actor, tx);
        const where = { dividendId_index: { dividendId: id, index } };
        await tx.dividendBatch.update({ where, data: { state: 'SUBMITTED', problem: null } });
      }
    });
  }

  async #submitFunding(tx: PrismaTransaction, row: DividendRow, actor: string): Promise<void> {
    const { id, propertyId, chainDividendId: chainId } = row;
    if (dividendState(row.state) !== 'DECLARED') return;
    const call = this.contracts.fund({ dividendId: id, propertyId, chainId });
    await this.#submit(tx, { key: transactionKeys.fund(id), purpose: 'dividend.fund', id, call, actor });
  }

  async #submit(
    tx: PrismaTransaction,
    work: { key: string; purpose: string; id: string; call: Call; actor: string },
  ): Promise<void> {
    const { key, purpose, id, call, actor } = work;
    const intent = { key, walletRole: 'operator', ...call, purpose, correlationId: id } as const;
    const { created } = await this.sender.submit(intent, tx);
    if (!created) await this.sender.retry(key, actor, tx);
    await tx.dividend.update({ where: { id }, data: { problem: null } });
    await notify(tx, dividendChannel);
  }

  async #lock(tx: PrismaTransaction, id: string): Promise<DividendRow> {
    await tx.$queryRaw`SELECT 1 FROM app.dividend WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.dividend.findUnique({ where: { id } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }

  async #refuseHeld(tx: PrismaTransaction, row: DividendRow): Promise<void> {
    const property = await tx.property.findUniqueOrThrow({ where: { id: row.propertyId } });
    if (property.held) throw new FreeholdError('PROPERTY_HELD');
  }
}

/** The approved figures as text; its hash goes on chain with the declaration. */
function canonicalStatement(statement: ApprovedStatement): string {
  return JSON.stringify({
    version: 1,
    statement: statement.id,
    property: statement.propertyId,
    period: statement.period,
    grossRentCents: statement.grossRentCents.toString(),
    processingFeesCents: statement.processingFeesCents.toString(),
    expensesCents: statement.expensesCents.toString(),
    platformFeeCents: statement.platformFeeCents.toString(),
    reserveCents: statement.reserveCents.toString(),
    netCents: statement.netCents.toString(),
  });
}

const step = (nounId: string, state: string, actor: string, reason: string) =>
  ({ noun: 'dividend', nounId, from: state, to: state, actor, reason }) as const;
