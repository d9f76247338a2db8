import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { receiptStateSchema } from './ledger.ts';
import { pageOf } from './page.ts';
import {
  addressSchema,
  chainTransactionStates,
  hashSchema,
  idParams,
  idSchema,
  instantSchema,
  integerString,
  longPageQuery,
  pageQuery,
  periodSchema,
  personSchema,
  sharesSchema,
  transitionSchema,
  usdcSchema,
} from './primitives.ts';

export const dividendStates = [
  'DRAFT',
  'APPROVED',
  'DECLARED',
  'FUNDED',
  'PAYING',
  'PAID',
  'SWEPT',
  'CANCELLED',
] as const;
export type DividendState = (typeof dividendStates)[number];

export const payoutStates = ['ENTITLED', 'SENT', 'CONFIRMED', 'FINAL', 'HELD', 'CLAIMABLE'] as const;
export type PayoutState = (typeof payoutStates)[number];

export const batchStates = ['PENDING', ...chainTransactionStates] as const;
export const batchSchema = z.object({
  index: z.number().int(),
  /** Holders in the batch. */
  count: z.number().int(),
  state: z.enum(batchStates),
  txHash: hashSchema.nullable(),
});
export type DividendBatch = z.infer<typeof batchSchema>;

export const dividendSchema = z.object({
  id: idSchema,
  propertyId: idSchema,
  propertyName: z.string(),
  statementId: idSchema,
  period: periodSchema,
  state: z.enum(dividendStates),
  /** From gross rent to net, all in USDC. */
  gross: usdcSchema,
  processingFees: usdcSchema,
  expenses: usdcSchema,
  platformFee: usdcSchema,
  reserve: usdcSchema,
  net: usdcSchema,
  /** Dust of earlier dividends paid with this one; null before declaration. */
  carriedIn: usdcSchema.nullable(),
  /** net + carriedIn: what is divided among the holders; null before declaration. */
  pool: usdcSchema.nullable(),
  supply: sharesSchema.nullable(),
  /** USDC for one whole share, rounded down. */
  perShare: usdcSchema.nullable(),
  recordBlock: integerString.nullable(),
  holders: z.number().int(),
  paidHolders: z.number().int(),
  paid: usdcSchema,
  held: usdcSchema,
  carriedOut: usdcSchema.nullable(),
  batches: z.array(batchSchema),
  transactions: z.object({
    declare: hashSchema.nullable(),
    fund: hashSchema.nullable(),
  }),
  error: z.string().nullable(),
  createdAt: instantSchema,
});
export type Dividend = z.infer<typeof dividendSchema>;

export const dividendDetailSchema = dividendSchema.extend({ transitions: z.array(transitionSchema) });
export type DividendDetail = z.infer<typeof dividendDetailSchema>;

export const payoutSchema = z.object({
  id: idSchema,
  dividendId: idSchema,
  propertyId: idSchema,
  propertyName: z.string(),
  period: periodSchema,
  wallet: addressSchema,
  investor: personSchema.nullable(),
  /** Shares at the record date. */
  shares: sharesSchema,
  amount: usdcSchema,
  state: z.enum(payoutStates),
  /** Why it is held. */
  reason: z.string().nullable(),
  txHash: hashSchema.nullable(),
  paidAt: instantSchema.nullable(),
});
export type Payout = z.infer<typeof payoutSchema>;

export const listDividends = defineRoute({
  method: 'GET',
  path: '/v1/dividends',
  access: 'dividend.read',
  summary: 'Dividends, newest first: of own properties for a manager, of held shares for an investor',
  query: longPageQuery.extend({
    propertyId: idSchema.optional(),
    state: z.enum(dividendStates).optional(),
  }),
  response: pageOf(dividendSchema),
});
export const readDividend = defineRoute({
  method: 'GET',
  path: '/v1/dividends/:id',
  access: 'dividend.read',
  summary: 'One dividend with batches and history',
  params: idParams,
  response: dividendDetailSchema,
});
export const declareDividend = defineRoute({
  method: 'POST',
  path: '/v1/dividends/:id/declare',
  access: 'dividend.run',
  summary: 'Fix the record date on chain',
  status: 202,
  idempotent: true,
  params: idParams,
  response: dividendDetailSchema,
});
export const runDividend = defineRoute({
  method: 'POST',
  path: '/v1/dividends/:id/run',
  access: 'dividend.run',
  summary: 'Fund a declared dividend and pay every holder in batches; goes on where it stopped',
  status: 202,
  idempotent: true,
  params: idParams,
  response: dividendDetailSchema,
});
export const listDividendPayouts = defineRoute({
  method: 'GET',
  path: '/v1/dividends/:id/payouts',
  access: 'dividend.payouts',
  summary: 'Payouts of a dividend, largest first',
  params: idParams,
  query: pageQuery,
  response: pageOf(payoutSchema),
});
export const readPayout = defineRoute({
  method: 'GET',
  path: '/v1/payouts/:id',
  access: 'payout.read',
  summary: 'One payout',
  params: idParams,
  response: payoutSchema,
});
export const readPayoutReceipt = defineRoute({
  method: 'GET',
  path: '/v1/payouts/:id/receipt',
  access: 'payout.read',
  summary: 'The receipt of a payout with its inclusion proof',
  params: idParams,
  response: z.object({ payout: payoutSchema }).extend(receiptStateSchema.shape),
});
