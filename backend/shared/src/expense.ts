import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listOf } from './page.ts';
import {
  dateSchema,
  idParams,
  idSchema,
  instantSchema,
  periodSchema,
  personSchema,
  positiveUsdSchema,
  usdSchema,
} from './primitives.ts';

export const expenseCategories = [
  'REPAIRS',
  'UTILITIES',
  'INSURANCE',
  'TAXES',
  'CLEANING',
  'MANAGEMENT',
  'OTHER',
] as const;
export type ExpenseCategory = (typeof expenseCategories)[number];

export const createExpenseSchema = z.strictObject({
  /** Month whose statement bears it. */
  period: periodSchema,
  category: z.enum(expenseCategories),
  description: z.string().trim().min(1).max(500),
  amount: positiveUsdSchema,
  incurredOn: dateSchema,
  vendor: z.string().trim().min(1).max(120).optional(),
});

export const expenseSchema = z.object({
  id: idSchema,
  propertyId: idSchema,
  period: periodSchema,
  category: z.enum(expenseCategories),
  description: z.string(),
  amount: usdSchema,
  incurredOn: dateSchema,
  vendor: z.string().nullable(),
  bookedBy: personSchema,
  createdAt: instantSchema,
});
export type Expense = z.infer<typeof expenseSchema>;

export const createExpense = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/expenses',
  access: 'expense.write',
  summary: 'Book an expense of a month',
  status: 201,
  idempotent: true,
  params: idParams,
  body: createExpenseSchema,
  response: expenseSchema,
});
export const listExpenses = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/expenses',
  access: 'expense.read',
  summary: 'Expenses of a property, of one month if asked',
  params: idParams,
  query: z.strictObject({ period: periodSchema.optional() }),
  response: listOf(expenseSchema),
});
