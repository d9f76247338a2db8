import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { pageOf } from './page.ts';
import {
  idParams,
  idSchema,
  instantSchema,
  longPageQuery,
  periodSchema,
  personSchema,
  reasonSchema,
  transitionSchema,
  usdcSchema,
  usdSchema,
} from './primitives.ts';

export const statementStates = ['OPEN', 'SUBMITTED', 'SENT_BACK', 'APPROVED', 'DISTRIBUTED'] as const;
export type StatementState = (typeof statementStates)[number];

export const statementLineKinds = [
  'RENT',
  'PROCESSING_FEE',
  // refunds, disputes and returned debits
  'ADJUSTMENT',
  'EXPENSE',
  'PLATFORM_FEE',
  'RESERVE',
] as const;
export type StatementLineKind = (typeof statementLineKinds)[number];

/** Rent is positive, all else negative; the lines add up to the net. */
export const statementLineSchema = z.object({
  kind: z.enum(statementLineKinds),
  label: z.string(),
  amount: usdSchema,
  /** Ledger entry or expense behind the line. */
  reference: z.string().nullable(),
});
export type StatementLine = z.infer<typeof statementLineSchema>;

/**
 * gross − processing fees = distributable = expenses + platform fee + reserve + net.
 * The distributable amount is what must have reached the treasury.
 */
export const statementFiguresSchema = z.object({
  grossRent: usdSchema,
  processingFees: usdSchema,
  distributable: usdSchema,
  expenses: usdSchema,
  platformFee: usdSchema,
  reserve: usdSchema,
  net: usdSchema,
  /** The net in USDC: what the dividend will be. */
  netUsdc: usdcSchema,
  /** USDC for one whole share at the present supply, rounded down; null without a token. */
  perShare: usdcSchema.nullable(),
});
export type StatementFigures = z.infer<typeof statementFiguresSchema>;

/** How much of the distributable rent is in the treasury already. */
export const arrivalSchema = z.object({
  required: usdcSchema,
  inTreasury: usdcSchema,
  missing: usdcSchema,
  arrived: z.boolean(),
});
export type Arrival = z.infer<typeof arrivalSchema>;

export const statementSchema = z.object({
  /** Null while the statement is only computed (OPEN). */
  id: idSchema.nullable(),
  propertyId: idSchema,
  propertyName: z.string(),
  period: periodSchema,
  state: z.enum(statementStates),
  figures: statementFiguresSchema,
  lines: z.array(statementLineSchema),
  arrival: arrivalSchema,
  submittedBy: personSchema.nullable(),
  submittedAt: instantSchema.nullable(),
  sentBackReason: z.string().nullable(),
  dividendId: idSchema.nullable(),
  transitions: z.array(transitionSchema),
});
export type Statement = z.infer<typeof statementSchema>;

export const savedStatementSchema = statementSchema.extend({ id: idSchema });
export type SavedStatement = z.infer<typeof savedStatementSchema>;

export const periodParams = z.strictObject({ id: idSchema, period: periodSchema });

export const previewStatement = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/income-statements/:period',
  access: 'statement.read',
  summary: 'The statement of a month: computed while open, as frozen once submitted',
  params: periodParams,
  response: statementSchema,
});
export const submitStatement = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/income-statements/:period/submit',
  access: 'statement.submit',
  summary: 'Freeze the figures and hand them in for approval',
  status: 201,
  idempotent: true,
  params: periodParams,
  response: savedStatementSchema,
});
export const listStatements = defineRoute({
  method: 'GET',
  path: '/v1/income-statements',
  access: 'statement.read',
  summary: 'Submitted statements, newest first; own properties for a manager',
  query: longPageQuery.extend({
    state: z.enum(statementStates).optional(),
    propertyId: idSchema.optional(),
  }),
  response: pageOf(savedStatementSchema),
});
export const readStatement = defineRoute({
  method: 'GET',
  path: '/v1/income-statements/:id',
  access: 'statement.read',
  summary: 'One submitted statement',
  params: idParams,
  response: savedStatementSchema,
});
export const approveStatement = defineRoute({
  method: 'POST',
  path: '/v1/income-statements/:id/approve',
  access: 'statement.review',
  summary:
    'Approve: books the split and makes the dividend; refused with FUNDS_IN_TRANSIT until the money is there',
  idempotent: true,
  params: idParams,
  response: savedStatementSchema,
});
export const sendBackStatement = defineRoute({
  method: 'POST',
  path: '/v1/income-statements/:id/send-back',
  access: 'statement.review',
  summary: 'Return a statement to its manager with a reason',
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: savedStatementSchema,
});
