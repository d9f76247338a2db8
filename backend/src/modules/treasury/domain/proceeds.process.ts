import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { proceedsPaidOut } from '../../ledger/domain/posting-rules/offering.rule.ts';
import { type Released, TreasuryProjection } from '../datasources/treasury.projection.ts';
import type { PayoutRow } from './proceeds.reader.ts';
import { moveProceedsPayout } from './proceeds-state.ts';
import { creditReference, ProceedsTransactions, releaseReference } from './proceeds-transactions.ts';

const ACTOR = 'treasury';
/** What the contract refused (paused, the day's limit reached) is tried again this often. */
const RETRY_MS = 60_000;

/** Takes confirmed payouts of proceeds to the issuer, a step at a time. Each may be cut and repeated. */
@Injectable()
export class ProceedsProcess {
  readonly #retriedAt = new Map<string, number>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly sender: ChainSender,
    private readonly projection: TreasuryProjection,
    private readonly transactions: ProceedsTransactions,
    private readonly log: LogService,
  ) {}

  async advance(): Promise<void> {
    const open = await this.prisma.client.proceedsPayout.findMany({
      where: { state: { in: ['CREDITING', 'RELEASING'] } },
      orderBy: { createdAt: 'asc' },
    });
    for (const row of open) {
      if (row.state === 'CREDITING') await this.#release(row);
      else await this.#book(row);
    }
  }

  async #release(row: PayoutRow): Promise<void> {
    const credited = await this.projection.credited([creditReference(row)]);
    if (credited.size === 0) return this.#insist(row, row.creditKey);
    await this.prisma.transaction(async (tx) => {
      const step = { id: row.id, from: 'CREDITING', to: 'RELEASING', actor: ACTOR } as const;
      if (await moveProceedsPayout(tx, step)) await this.transactions.release(tx, row);
    });
  }

  async #book(row: PayoutRow): Promise<void> {
    const released = await this.projection.released(releaseReference(row));
    if (released === null) return this.#insist(row, row.releaseKey);
    const wrong = differenceOf(row, released);
    if (wrong !== null) {
      this.log.logger.error({ payout: row.id, txHash: released.txHash, alarm: 'amount-differs' }, wrong);
      return this.#problem(row, wrong);
    }
    const { txHash } = released;
    const entry = proceedsPaidOut({
      payoutId: row.id,
      offeringId: row.offeringId,
      propertyId: row.propertyId,
      chainId: this.configuration.environment.CHAIN_ID,
      treasury: this.configuration.deployment.treasury,
      amount: released.amount,
      txHash,
      effectiveAt: released.at ?? row.updatedAt,
    });
    await this.prisma.transaction(async (tx) => {
      const step = { id: row.id, from: 'RELEASING', to: 'PAID', actor: ACTOR } as const;
      if (await moveProceedsPayout(tx, { ...step, data: { txHash } })) await postEntry(tx, entry);
    });
  }

  /** Says why the contract refused and has it asked again: its references make that safe. */
  async #insist(row: PayoutRow, key: string): Promise<void> {
    const status = await this.sender.status(key);
    if (status === null || (status.state !== 'FAILED' && status.state !== 'REVERTED')) return;
    const why = status.failureMessage ?? status.failureCode ?? status.state;
    await this.#problem(row, `The treasury refuses for now: ${why}.`);
    if (Date.now() - (this.#retriedAt.get(key) ?? 0) < RETRY_MS) return;
    this.#retriedAt.set(key, Date.now());
    await this.sender.retry(key, ACTOR);
  }

  async #problem(row: PayoutRow, problem: string): Promise<void> {
    if (row.problem === problem) return;
    await this.prisma.client.proceedsPayout.update({ where: { id: row.id }, data: { problem } });
  }
}

function differenceOf(row: PayoutRow, released: Released): string | null {
  const wanted = toBigInt(row.amount);
  if (released.amount === wanted && released.recipient.toLowerCase() === row.address) return null;
  return `The treasury released ${released.amount} units to ${released.recipient} instead of ${wanted} to ${row.address}.`;
}
