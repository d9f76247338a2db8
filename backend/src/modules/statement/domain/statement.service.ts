import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import { formatMoney, usdc, usdcUnitsPerCent } from '@freehold/shared/money';
import type { SavedStatement } from '@freehold/shared/statement';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { Configuration } from '../../../config/configuration.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { statementApproved } from '../../ledger/domain/posting-rules/dividend.rule.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { DividendCreator } from './dividend-creator.ts';
import { frozenFigures, StatementReader } from './statement.reader.ts';
import type { Figures, StatementItem } from './statement-figures.ts';

/** Moves statements through their states. Freezing and approving lock the property, so that neither sees half of the other. */
@Injectable()
export class StatementService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly reader: StatementReader,
    private readonly properties: PropertyService,
    private readonly transitions: TransitionLog,
    private readonly modules: ModuleRef,
    private readonly configuration: Configuration,
  ) {}

  /**
   * Freezes what was received since the last statement with the expenses of the period. Submitting again while it is
   * in review answers with the same statement; PERIOD_CLOSED once it is approved.
   */
  async submit(
    actor: Actor,
    propertyId: string,
    period: string,
    operationId: string,
  ): Promise<SavedStatement> {
    const property = await this.properties.require(actor, propertyId);
    if (property.held) throw new FreeholdError('PROPERTY_HELD');
    const id = await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM app.property WHERE id = ${propertyId}::uuid FOR UPDATE`;
      const existing = await tx.incomeStatement.findUnique({
        where: { propertyId_period: { propertyId, period } },
      });
      if (existing?.state === 'SUBMITTED') return existing.id;
      if (existing !== null && existing.state !== 'SENT_BACK') throw new FreeholdError('PERIOD_CLOSED');
      const { items, figures } = await this.reader.compute(tx, propertyId, period);
      if (figures.grossRent <= 0n) throw new FreeholdError('STATEMENT_EMPTY');
      if (figures.net <= 0n) throw new FreeholdError('STATEMENT_SHORTFALL');
      const statementId = existing?.id ?? operationId;
      await this.#freeze(tx, { statementId, propertyId, period, actor: actor.userId, items, figures });
      await this.transitions.add(tx, [
        {
          noun: 'income_statement',
          id: statementId,
          from: existing?.state ?? 'OPEN',
          to: 'SUBMITTED',
          actor: actor.userId,
        },
      ]);
      return statementId;
    });
    return this.reader.read(actor, id);
  }

  async #freeze(
    tx: PrismaTransaction,
    input: {
      readonly statementId: string;
      readonly propertyId: string;
      readonly period: string;
      readonly actor: string;
      readonly items: readonly StatementItem[];
      readonly figures: Figures;
    },
  ): Promise<void> {
    const { statementId, propertyId, period, items, figures } = input;
    const data = {
      state: 'SUBMITTED',
      grossRentCents: figures.grossRent,
      processingFeesCents: figures.processingFees,
      expensesCents: figures.expenses,
      platformFeeCents: figures.platformFee,
      reserveCents: figures.reserve,
      netCents: figures.net,
      submittedBy: input.actor,
      submittedAt: new Date(),
      ledgerPosition: items.reduce(
        (newest, { entryId }) => (entryId !== null && entryId > newest ? entryId : newest),
        0n,
      ),
      sentBackReason: null,
    };
    await tx.incomeStatement.upsert({
      where: { id: statementId },
      create: { id: statementId, propertyId, period, ...data },
      update: data,
    });
    await tx.incomeStatementLine.createMany({
      data: items.map((item, position) => ({ statementId, position, ...item })),
    });
  }

  /**
   * Approves: books the split, makes the dividend. Throws FUNDS_IN_TRANSIT while less than the distributable rent has
   * reached the treasury. Approving what is approved answers with it.
   */
  async approve(actor: Actor, id: string): Promise<SavedStatement> {
    const { propertyId } = await this.reader.read(actor, id);
    const property = await this.properties.require(actor, propertyId);
    if (property.held) throw new FreeholdError('PROPERTY_HELD');
    if (property.state !== 'TOKENIZED') throw new FreeholdError('NOT_TOKENIZED');
    await this.prisma.transaction((tx) => this.#approve(tx, { id, propertyId, actor: actor.userId }));
    return this.reader.read(actor, id);
  }

  async #approve(
    tx: PrismaTransaction,
    input: { readonly id: string; readonly propertyId: string; readonly actor: string },
  ): Promise<void> {
    const { id, propertyId, actor } = input;
    await tx.$queryRaw`SELECT id FROM app.property WHERE id = ${propertyId}::uuid FOR UPDATE`;
    const row = await tx.incomeStatement.findUniqueOrThrow({ where: { id } });
    if (row.state === 'APPROVED' || row.state === 'DISTRIBUTED') return;
    if (row.state !== 'SUBMITTED') throw illegalTransition('statement', row.state, 'APPROVED');
    const figures = frozenFigures(row);
    await this.#assertArrived(tx, propertyId, figures);
    const units = (cents: bigint): bigint => cents * usdcUnitsPerCent;
    const { entryId } = await postEntry(
      tx,
      statementApproved({
        statementId: id,
        propertyId,
        period: row.period,
        chainId: this.configuration.environment.CHAIN_ID,
        platformFee: units(figures.platformFee),
        reserve: units(figures.reserve),
        expenses: units(figures.expenses),
        net: units(figures.net),
        effectiveAt: new Date(),
      }),
    );
    const dividend = await this.#dividends().createFromStatement(tx, {
      id,
      propertyId,
      period: row.period,
      grossRentCents: figures.grossRent,
      processingFeesCents: figures.processingFees,
      expensesCents: figures.expenses,
      platformFeeCents: figures.platformFee,
      reserveCents: figures.reserve,
      netCents: figures.net,
      netUsdc: units(figures.net),
      approvedBy: actor,
    });
    await tx.incomeStatement.update({
      where: { id },
      data: { state: 'APPROVED', dividendId: dividend.id, approvalEntryId: entryId },
    });
    await this.transitions.add(tx, [
      { noun: 'income_statement', id, from: 'SUBMITTED', to: 'APPROVED', actor },
    ]);
  }

  /** Looked up when needed: module dividend knows statements, so statements cannot import it. */
  #dividends(): DividendCreator {
    return this.modules.get(DividendCreator, { strict: false });
  }

  async #assertArrived(tx: PrismaTransaction, propertyId: string, figures: Figures): Promise<void> {
    const required = figures.distributable * usdcUnitsPerCent;
    const inTreasury = await this.reader.inTreasury(propertyId, tx);
    if (inTreasury >= required) return;
    const missing = formatMoney(usdc(required - inTreasury));
    throw new FreeholdError(
      'FUNDS_IN_TRANSIT',
      `${missing} of ${formatMoney(usdc(required))} have not reached the treasury yet; it holds ${formatMoney(usdc(inTreasury))} for this property.`,
    );
  }

  /** Returns a statement to its manager; what it had frozen is open again. */
  async sendBack(actor: Actor, id: string, reason: string): Promise<SavedStatement> {
    const { propertyId } = await this.reader.read(actor, id);
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM app.property WHERE id = ${propertyId}::uuid FOR UPDATE`;
      const { count } = await tx.incomeStatement.updateMany({
        where: { id, state: 'SUBMITTED' },
        data: { state: 'SENT_BACK', sentBackReason: reason },
      });
      if (count === 0) {
        const { state } = await tx.incomeStatement.findUniqueOrThrow({ where: { id } });
        throw illegalTransition('statement', state, 'SENT_BACK');
      }
      await tx.incomeStatementLine.deleteMany({ where: { statementId: id } });
      await this.transitions.add(tx, [
        { noun: 'income_statement', id, from: 'SUBMITTED', to: 'SENT_BACK', actor: actor.userId, reason },
      ]);
    });
    return this.reader.read(actor, id);
  }
}
