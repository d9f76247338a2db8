import { FreeholdError } from '@freehold/shared/errors';
import { type createExpenseSchema, type Expense, expenseCategories } from '@freehold/shared/expense';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, toDay } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { PropertyService } from '../../property/domain/property.service.ts';

const categorySchema = z.enum(expenseCategories);
const parts = { booker: { select: { id: true, name: true } } } as const;

interface ExpenseRow {
  readonly id: string;
  readonly propertyId: string;
  readonly period: string;
  readonly category: string;
  readonly description: string;
  readonly amountCents: bigint;
  readonly incurredOn: Date;
  readonly vendor: string | null;
  readonly createdAt: Date;
  readonly booker: { readonly id: string; readonly name: string };
}

const view = (row: ExpenseRow): Expense => ({
  id: row.id,
  propertyId: row.propertyId,
  period: row.period,
  category: categorySchema.parse(row.category),
  description: row.description,
  amount: { amount: row.amountCents.toString(), currency: 'USD' },
  incurredOn: toDay(row.incurredOn),
  vendor: row.vendor,
  bookedBy: row.booker,
  createdAt: row.createdAt.toISOString(),
});

/** What a property cost in a month. */
@Injectable()
export class ExpenseService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
  ) {}

  /** Throws PERIOD_CLOSED once the statement of the month is in review or approved. */
  async create(
    actor: Actor,
    propertyId: string,
    id: string,
    input: z.output<typeof createExpenseSchema>,
  ): Promise<Expense> {
    await this.properties.require(actor, propertyId);
    return this.prisma.transaction(async (tx) => {
      // The lock keeps a statement from being frozen at the same moment.
      await tx.$queryRaw`SELECT id FROM app.property WHERE id = ${propertyId}::uuid FOR UPDATE`;
      const done = await tx.expense.findUnique({ where: { id }, include: parts });
      if (done !== null) return view(done);
      const closed = await tx.incomeStatement.count({
        where: { propertyId, period: input.period, state: { not: 'SENT_BACK' } },
      });
      if (closed > 0) throw new FreeholdError('PERIOD_CLOSED');
      const row = await tx.expense.create({
        data: {
          id,
          propertyId,
          period: input.period,
          category: input.category,
          description: input.description,
          amountCents: BigInt(input.amount.amount),
          incurredOn: toDate(input.incurredOn),
          vendor: input.vendor ?? null,
          bookedBy: actor.userId,
        },
        include: parts,
      });
      return view(row);
    });
  }

  async list(actor: Actor, propertyId: string, period?: string): Promise<Expense[]> {
    await this.properties.require(actor, propertyId);
    const rows = await this.prisma.client.expense.findMany({
      where: { propertyId, ...(period === undefined ? {} : { period }) },
      include: parts,
      orderBy: [{ incurredOn: 'desc' }, { createdAt: 'desc' }],
    });
    return rows.map(view);
  }
}
