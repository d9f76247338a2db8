import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import {
  type SavedStatement,
  type Statement,
  type StatementState,
  statementStates,
} from '@freehold/shared/statement';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type IdPage, pageOfRows, readingPage } from '../../../common/database/page-by-id.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { Configuration } from '../../../config/configuration.ts';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { usdcOn } from '../../ledger/domain/journal-entry.ts';
import { LedgerService } from '../../ledger/domain/ledger.service.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { visibleProperties } from '../../property/domain/property-policy.ts';
import { openExpenses, openReceipts, shareSupply } from '../datasources/statement-sources.ts';
import { arrivalView, figuresView, linesView } from './statement.view.ts';
import { type Figures, type StatementItem, statementFigures } from './statement-figures.ts';

type Client = PrismaClient | PrismaTransaction;

const stateSchema = z.enum(statementStates);
const kindSchema = z.enum(['RENT', 'PROCESSING_FEE', 'ADJUSTMENT', 'EXPENSE']);

export const statementParts = {
  property: { select: { name: true } },
  submitter: { select: { id: true, name: true } },
  lines: { orderBy: { position: 'asc' } },
} as const;

interface StatementFilter extends IdPage {
  readonly state?: StatementState | undefined;
  readonly propertyId?: string | undefined;
}

interface StatementRow {
  readonly id: string;
  readonly propertyId: string;
  readonly period: string;
  readonly state: string;
  readonly grossRentCents: bigint;
  readonly processingFeesCents: bigint;
  readonly expensesCents: bigint;
  readonly platformFeeCents: bigint;
  readonly reserveCents: bigint;
  readonly netCents: bigint;
  readonly submittedAt: Date;
  readonly sentBackReason: string | null;
  readonly dividendId: string | null;
  readonly property: { readonly name: string };
  readonly submitter: { readonly id: string; readonly name: string };
  readonly lines: readonly {
    readonly kind: string;
    readonly label: string;
    readonly amountCents: bigint;
    readonly entryId: bigint | null;
    readonly expenseId: string | null;
  }[];
}

/** The figures a saved statement was frozen with. */
export const frozenFigures = (row: Omit<StatementRow, 'property' | 'submitter' | 'lines'>): Figures => ({
  grossRent: row.grossRentCents,
  processingFees: row.processingFeesCents,
  distributable: row.grossRentCents - row.processingFeesCents,
  expenses: row.expensesCents,
  platformFee: row.platformFeeCents,
  reserve: row.reserveCents,
  net: row.netCents,
});

/** Shows statements: computed while open (or sent back), as frozen once submitted. */
@Injectable()
export class StatementReader {
  readonly #chainId: number;

  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly ledger: LedgerService,
    private readonly transitions: TransitionLog,
    private readonly configuration: Configuration,
  ) {
    this.#chainId = configuration.environment.CHAIN_ID;
  }

  /** What a statement of this period would bear now. */
  async compute(
    client: Client,
    propertyId: string,
    period: string,
  ): Promise<{ readonly items: StatementItem[]; readonly figures: Figures }> {
    const items = [
      ...(await openReceipts(client, propertyId)),
      ...(await openExpenses(client, propertyId, period)),
    ];
    const { PLATFORM_FEE_BPS, RESERVE_BPS } = this.configuration.environment;
    const figures = statementFigures(items, { platformFeeBps: PLATFORM_FEE_BPS, reserveBps: RESERVE_BPS });
    return { items, figures };
  }

  /** USDC of the property on chain that no statement has taken yet. */
  inTreasury(propertyId: string, client: Client = this.prisma.client): Promise<bigint> {
    return this.ledger.balance(accounts.rentCollected(propertyId), usdcOn(this.#chainId), client);
  }

  async preview(actor: Actor, propertyId: string, period: string): Promise<Statement> {
    const property = await this.properties.require(actor, propertyId);
    const { client } = this.prisma;
    const saved = await client.incomeStatement.findUnique({
      where: { propertyId_period: { propertyId, period } },
      include: statementParts,
    });
    if (saved !== null) return this.view(saved);
    const { items, figures } = await this.compute(client, propertyId, period);
    return {
      id: null,
      propertyId,
      propertyName: property.name,
      period,
      state: 'OPEN',
      figures: figuresView(figures, await shareSupply(client, propertyId, this.#chainId)),
      lines: linesView(items, figures),
      arrival: arrivalView(figures.distributable, await this.inTreasury(propertyId)),
      submittedBy: null,
      submittedAt: null,
      sentBackReason: null,
      dividendId: null,
      transitions: [],
    };
  }

  /** Newest first; the cursor is the id of the last one seen. */
  async list(
    actor: Actor,
    filter: StatementFilter,
  ): Promise<{ items: SavedStatement[]; nextCursor: string | null }> {
    const rows = await this.prisma.client.incomeStatement.findMany({
      where: {
        property: visibleProperties(actor),
        ...(filter.state === undefined ? {} : { state: filter.state }),
        ...(filter.propertyId === undefined ? {} : { propertyId: filter.propertyId }),
      },
      include: statementParts,
      orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
      ...readingPage(filter),
    });
    const { shown, nextCursor } = pageOfRows(rows, filter.limit);
    const items: SavedStatement[] = [];
    for (const row of shown) items.push(await this.view(row));
    return { items, nextCursor };
  }

  async read(actor: Actor, id: string): Promise<SavedStatement> {
    const row = await this.prisma.client.incomeStatement.findFirst({
      where: { id, property: visibleProperties(actor) },
      include: statementParts,
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return this.view(row);
  }

  async view(row: StatementRow): Promise<SavedStatement> {
    const { client } = this.prisma;
    const state = stateSchema.parse(row.state);
    const current =
      state === 'SENT_BACK'
        ? await this.compute(client, row.propertyId, row.period)
        : {
            items: row.lines.map((line) => ({ ...line, kind: kindSchema.parse(line.kind) })),
            figures: frozenFigures(row),
          };
    // What was approved had arrived; what is left in the treasury since says nothing about it.
    const required = current.figures.distributable;
    const decided = state === 'APPROVED' || state === 'DISTRIBUTED';
    const inTreasury = decided ? required * 10_000n : await this.inTreasury(row.propertyId);
    return {
      id: row.id,
      propertyId: row.propertyId,
      propertyName: row.property.name,
      period: row.period,
      state,
      figures: figuresView(current.figures, await shareSupply(client, row.propertyId, this.#chainId)),
      lines: linesView(current.items, current.figures),
      arrival: arrivalView(required, inTreasury),
      submittedBy: row.submitter,
      submittedAt: row.submittedAt.toISOString(),
      sentBackReason: row.sentBackReason,
      dividendId: row.dividendId,
      transitions: await this.transitions.of(client, 'income_statement', row.id),
    };
  }
}
