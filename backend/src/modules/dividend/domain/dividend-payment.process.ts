import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordSteps } from '../../blockchain/domain/state-transition.ts';
import { postEntries, postEntry } from '../../ledger/domain/post-entry.ts';
import { dividendFunded, dividendPayout } from '../../ledger/domain/posting-rules/dividend.rule.ts';
import { markDistributed } from '../../statement/domain/mark-distributed.ts';
import { DividendContracts } from '../datasources/dividend.contracts.ts';
import { DividendProjection, type MirroredPayment, timeOf } from '../datasources/dividend.projection.ts';
import { batchesOf } from './allocation.ts';
import { type DividendRow, transactionKeys } from './dividend.service.ts';
import { moveDividend } from './dividend-state.ts';

const ACTOR = 'dividend';
/** Payouts brought in line in one database transaction. */
const LOOKED_AT_ONCE = 200;

type PayoutRow = Prisma.PayoutGetPayload<object>;
type BatchRow = Prisma.DividendBatchGetPayload<object>;

/** From a declared dividend to money in wallets: funding, batches, payouts. Each method may be cut and repeated. */
@Injectable()
export class DividendPaymentProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly projection: DividendProjection,
    private readonly contracts: DividendContracts,
    private readonly sender: ChainSender,
    private readonly log: LogService,
  ) {}

  /** DECLARED → FUNDED, once the funding is final on chain. */
  async fund(dividend: DividendRow): Promise<void> {
    const { id, propertyId, chainId } = dividend;
    const mirrored = await this.projection.declared(this.prisma.client, dividend.chainDividendId);
    if (
      mirrored?.funded_block == null ||
      mirrored.funded_tx === null ||
      mirrored.funded_block > mirrored.final
    )
      return;
    const { treasury, dividends } = this.configuration.deployment;
    const txHash = mirrored.funded_tx;
    await this.prisma.transaction(async (tx) => {
      if (!(await moveDividend(tx, { id, from: 'DECLARED', to: 'FUNDED', actor: ACTOR }))) return;
      await tx.dividend.update({ where: { id }, data: { fundedTx: txHash } });
      await postEntry(
        tx,
        dividendFunded({
          dividendId: id,
          propertyId,
          chainId: Number(chainId),
          treasury,
          dividends,
          amount: mirrored.funded_amount,
          txHash,
          effectiveAt: timeOf(mirrored.funded_at, dividend.updatedAt),
        }),
      );
    });
  }

  /** FUNDED → PAYING: every batch becomes a row and an intent, in one transaction. */
  async begin(dividend: DividendRow): Promise<void> {
    const { id, chainDividendId } = dividend;
    await this.prisma.transaction(async (tx) => {
      if (!(await moveDividend(tx, { id, from: 'FUNDED', to: 'PAYING', actor: ACTOR }))) return;
      const payouts = await tx.payout.findMany({ where: { dividendId: id }, orderBy: { holder: 'asc' } });
      for (const [index, members] of Map.groupBy(payouts, (payout) => payout.batchIndex ?? 0)) {
        const transactionKey = transactionKeys.pay(id, index);
        const amount = members.reduce((sum, member) => sum + toBigInt(member.amount), 0n).toString();
        await tx.dividendBatch.create({
          data: { dividendId: id, index, count: members.length, amount, state: 'SUBMITTED', transactionKey },
        });
        const call = this.contracts.pay(
          chainDividendId,
          members.map(({ holder }) => holder),
        );
        await this.sender.submit(
          {
            key: transactionKey,
            walletRole: 'operator',
            ...call,
            purpose: 'dividend.pay',
            correlationId: id,
          },
          tx,
        );
      }
    });
  }

  /** PAYING, and PAID with payouts still open: brings batches and payouts in line with the chain. */
  async follow(dividend: DividendRow): Promise<void> {
    await this.#batches(dividend);
    const open = await this.prisma.client.payout.findMany({
      where: { dividendId: dividend.id, state: { not: 'FINAL' } },
      orderBy: { holder: 'asc' },
    });
    for (const some of batchesOf(open, LOOKED_AT_ONCE)) await this.#payouts(dividend, some);
    if (dividend.state === 'PAYING') await this.#finish(dividend);
  }

  async #batches(dividend: DividendRow): Promise<void> {
    const batches = await this.prisma.client.dividendBatch.findMany({
      where: { dividendId: dividend.id, state: { not: 'FINAL' } },
    });
    const statuses = await this.sender.statuses(batches.map(({ transactionKey }) => transactionKey));
    for (const batch of batches) await this.#batch(batch, statuses.get(batch.transactionKey));
  }

  async #batch(batch: BatchRow, status: ChainTransactionStatus | undefined): Promise<void> {
    if (status === undefined) return;
    const state = batchStateOf(status);
    if (state === batch.state) return;
    const { dividendId, index } = batch;
    const problem = state === 'FAILED' ? (status.failureMessage ?? status.failureCode ?? status.state) : null;
    if (problem !== null) {
      this.log.logger.error({ dividend: dividendId, batch: index, alarm: 'batch-failed' }, problem);
    }
    await this.prisma.transaction(async (tx) => {
      const where = { dividendId_index: { dividendId, index } };
      await tx.dividendBatch.update({ where, data: { state, txHash: status.txHash, problem } });
      if (problem !== null) await tx.dividend.update({ where: { id: dividendId }, data: { problem } });
      if (state === 'SENT') {
        const members = await tx.payout.findMany({
          where: { dividendId, batchIndex: index, state: 'ENTITLED' },
        });
        await this.#move(tx, members, 'SENT', { txHash: status.txHash });
      }
    });
  }

  async #payouts(dividend: DividendRow, payouts: readonly PayoutRow[]): Promise<void> {
    const holders = payouts.map(({ holder }) => holder);
    const payments = await this.projection.payments(this.prisma.client, dividend.chainDividendId, holders);
    const byHolder = Map.groupBy(payments, (payment) => payment.holder);
    const news = payouts.map((payout) => ({ payout, payment: decisive(byHolder.get(payout.holder) ?? []) }));
    await this.prisma.transaction(async (tx) => {
      await this.#paid(tx, dividend, news);
      for (const { payout, payment } of news) {
        if (payment?.kind === 'paid' && !payment.is_final && payout.state !== 'CONFIRMED')
          await this.#move(tx, [payout], 'CONFIRMED', {
            txHash: payment.tx_hash,
            blockNumber: payment.block_number,
          });
        if (payment?.kind === 'held' && payment.is_final && payout.state !== 'HELD')
          await this.#move(tx, [payout], 'HELD', {
            txHash: payment.tx_hash,
            blockNumber: payment.block_number,
            reason: 'The wallet could not receive the money; it stays claimable.',
          });
      }
    });
  }

  /** Final payments: the books and the payouts move together, once per holder. */
  async #paid(
    tx: PrismaTransaction,
    dividend: DividendRow,
    news: readonly { payout: PayoutRow; payment: MirroredPayment | null }[],
  ): Promise<void> {
    const final = news.flatMap(({ payout, payment }) =>
      payment?.kind === 'paid' && payment.is_final ? [{ payout, payment }] : [],
    );
    for (const { payout, payment } of final) this.#mustAgree(payout, payment);
    const booked = final.filter(({ payment }) => payment.amount > 0n);
    const entries = await postEntries(
      tx,
      booked.map(({ payout, payment }) =>
        dividendPayout({
          dividendId: dividend.id,
          propertyId: dividend.propertyId,
          holder: payout.holder,
          amount: payment.amount,
          chainId: Number(dividend.chainId),
          dividends: this.configuration.deployment.dividends,
          txHash: payment.tx_hash,
          effectiveAt: timeOf(payment.timestamp, payout.updatedAt),
        }),
      ),
    );
    const entryOf = new Map(booked.map(({ payout }, index) => [payout.id, entries[index]?.entryId ?? null]));
    for (const { payout, payment } of final) {
      await this.#move(tx, [payout], 'FINAL', {
        txHash: payment.tx_hash,
        blockNumber: payment.block_number,
        reason: null,
        ledgerEntryId: entryOf.get(payout.id) ?? null,
      });
    }
  }

  #mustAgree(payout: PayoutRow, payment: MirroredPayment): void {
    if (payment.amount === toBigInt(payout.amount)) return;
    throw new Error(
      `Payout ${payout.id} was ${payment.amount} units on chain instead of ${payout.amount.toFixed(0)}.`,
    );
  }

  async #finish(dividend: DividendRow): Promise<void> {
    const mirrored = await this.projection.declared(this.prisma.client, dividend.chainDividendId);
    if (mirrored?.distributed_block == null || mirrored.distributed_block > mirrored.final) return;
    const { id } = dividend;
    await this.prisma.transaction(async (tx) => {
      const open = await tx.payout.count({
        where: { dividendId: id, state: { notIn: ['FINAL', 'HELD', 'CLAIMABLE'] } },
      });
      if (open > 0) return;
      if (!(await moveDividend(tx, { id, from: 'PAYING', to: 'PAID', actor: ACTOR }))) return;
      await tx.dividend.update({ where: { id }, data: { paidAmount: mirrored.paid_amount.toString() } });
      await markDistributed(tx, { statementId: dividend.statementId, actor: ACTOR });
    });
  }

  async #move(
    tx: PrismaTransaction,
    payouts: readonly PayoutRow[],
    to: 'SENT' | 'CONFIRMED' | 'FINAL' | 'HELD',
    data: Prisma.PayoutUpdateManyMutationInput,
  ): Promise<void> {
    const ids = payouts.map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.payout.updateMany({
      where: { id: { in: ids }, state: { not: 'FINAL' } },
      data: { ...data, state: to },
    });
    await recordSteps(
      tx,
      payouts.map(({ id, state }) => ({ noun: 'payout', nounId: id, from: state, to, actor: ACTOR })),
    );
  }
}

/** Paid beats held: a payout that was held may be delivered later. */
function decisive(payments: readonly MirroredPayment[]): MirroredPayment | null {
  return (
    payments.findLast(({ kind }) => kind === 'paid') ??
    payments.findLast(({ kind }) => kind === 'held') ??
    null
  );
}

function batchStateOf(
  status: ChainTransactionStatus,
): 'SUBMITTED' | 'SENT' | 'CONFIRMED' | 'FINAL' | 'FAILED' {
  switch (status.state) {
    case 'RESERVED':
    case 'SIGNED':
      return 'SUBMITTED';
    case 'BROADCAST':
      return 'SENT';
    case 'MINED':
      return 'CONFIRMED';
    case 'FINAL':
      return 'FINAL';
    default:
      return 'FAILED';
  }
}
