import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordSteps } from '../../blockchain/domain/state-transition.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { dividendAllocated } from '../../ledger/domain/posting-rules/dividend.rule.ts';
import { DividendContracts } from '../datasources/dividend.contracts.ts';
import { DividendProjection, type MirroredDividend, timeOf } from '../datasources/dividend.projection.ts';
import { batchesOf, type Entitlements, entitlementsOf, type HolderEntitlement } from './allocation.ts';
import type { DividendRow } from './dividend.service.ts';
import { moveDividend } from './dividend-state.ts';

const ACTOR = 'dividend';
const INSERTED_AT_ONCE = 1_000;

/** The record date is final: computes what every holder receives, checks it against the contract, books it. */
@Injectable()
export class DividendAllocationProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly projection: DividendProjection,
    private readonly contracts: DividendContracts,
    private readonly configuration: Configuration,
    private readonly log: LogService,
  ) {}

  /** APPROVED → DECLARED. False while the declaration is not final, or when something does not agree. */
  async advance(dividend: DividendRow): Promise<boolean> {
    const mirrored = await this.projection.declared(this.prisma.client, dividend.chainDividendId);
    if (mirrored === null) return false;
    const disagreement = disagreementOf(dividend, mirrored);
    if (disagreement !== null) return this.#refuse(dividend, disagreement);
    const { entitlements, dust } = await this.#entitlements(dividend, mirrored);
    const break_ = await this.#contractDiffers(dividend, entitlements);
    if (break_ !== null) return this.#refuse(dividend, break_);
    return this.prisma.transaction((tx) => this.#book(tx, { dividend, mirrored, entitlements, dust }));
  }

  async #entitlements(dividend: DividendRow, mirrored: MirroredDividend): Promise<Entitlements> {
    const holders = await this.projection.holders(this.prisma.client, mirrored);
    try {
      return entitlementsOf(mirrored.amount + mirrored.carried_in, mirrored.supply, holders);
    } catch (error) {
      await this.#refuse(dividend, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Two witnesses: our mirror of the register, and the contract's own snapshot. */
  async #contractDiffers(
    dividend: DividendRow,
    entitlements: readonly HolderEntitlement[],
  ): Promise<string | null> {
    const holders = entitlements.map(({ holder }) => holder);
    const said = await this.contracts.entitlements(dividend.chainDividendId, holders);
    const wrong = entitlements.findIndex(({ amount }, index) => said[index] !== amount);
    const first = entitlements[wrong];
    if (first === undefined) return null;
    return `The contract entitles ${first.holder} to ${said[wrong]} units, the register to ${first.amount}.`;
  }

  async #book(
    tx: PrismaTransaction,
    work: { dividend: DividendRow; mirrored: MirroredDividend } & Entitlements,
  ): Promise<boolean> {
    const { dividend, mirrored, entitlements, dust } = work;
    const { id, propertyId, period } = dividend;
    await tx.dividend.update({
      where: { id },
      data: {
        recordBlock: mirrored.declared_block,
        epoch: BigInt(mirrored.epoch),
        supply: mirrored.supply.toString(),
        carriedIn: mirrored.carried_in.toString(),
        dust: dust.toString(),
        holderCount: entitlements.length,
        declaredTx: mirrored.declared_tx,
      },
    });
    if (!(await moveDividend(tx, { id, from: 'APPROVED', to: 'DECLARED', actor: ACTOR }))) return false;
    await postEntry(
      tx,
      dividendAllocated({
        dividendId: id,
        propertyId,
        period,
        chainId: Number(dividend.chainId),
        amount: mirrored.amount,
        carriedIn: mirrored.carried_in,
        entitlements: entitlements.filter(({ amount }) => amount > 0n),
        effectiveAt: timeOf(mirrored.declared_at, dividend.updatedAt),
      }),
    );
    await this.#insertPayouts(tx, dividend, entitlements);
    return true;
  }

  async #insertPayouts(
    tx: PrismaTransaction,
    dividend: DividendRow,
    entitlements: readonly HolderEntitlement[],
  ): Promise<void> {
    const { id: dividendId, propertyId } = dividend;
    const wallets = await tx.wallet.findMany({
      where: { address: { in: entitlements.map(({ holder }) => holder) } },
      select: { address: true, userId: true },
    });
    const owners = new Map(wallets.map(({ address, userId }) => [address, userId]));
    const rows = entitlements.map(({ holder, shares, amount }, position) => ({
      id: randomUUID(),
      dividendId,
      propertyId,
      userId: owners.get(holder) ?? null,
      holder,
      shares: shares.toString(),
      amount: amount.toString(),
      batchIndex: Math.floor(position / this.configuration.environment.DIVIDEND_BATCH_SIZE),
      state: 'ENTITLED',
    }));
    for (const some of batchesOf(rows, INSERTED_AT_ONCE)) {
      await tx.payout.createMany({ data: [...some] });
      await recordSteps(
        tx,
        some.map(({ id }) => ({ noun: 'payout', nounId: id, from: null, to: 'ENTITLED', actor: ACTOR })),
      );
    }
  }

  async #refuse(dividend: DividendRow, problem: string): Promise<false> {
    if (dividend.problem !== problem) {
      this.log.logger.error({ dividend: dividend.id, alarm: 'dividend-break' }, problem);
      await this.prisma.client.dividend.update({ where: { id: dividend.id }, data: { problem } });
    }
    return false;
  }
}

/** What the chain says was declared must be what we asked for. */
function disagreementOf(dividend: DividendRow, mirrored: MirroredDividend): string | null {
  const wanted = toBigInt(dividend.amount);
  if (mirrored.amount !== wanted) return `Declared ${mirrored.amount} units on chain instead of ${wanted}.`;
  if (mirrored.token.toLowerCase() !== dividend.tokenAddress.toLowerCase())
    return `Declared for token ${mirrored.token} instead of ${dividend.tokenAddress}.`;
  if (mirrored.statement_hash !== dividend.statementHash)
    return 'Declared with the hash of another statement.';
  return null;
}
