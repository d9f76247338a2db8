import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { displayMoneySchema } from './display-currency.ts';
import { fileSchema } from './file.ts';
import { pageOf } from './page.ts';
import {
  addressSchema,
  dateSchema,
  hashSchema,
  idSchema,
  instantSchema,
  pageQuery,
  sharesSchema,
  usdcSchema,
} from './primitives.ts';

/**
 * OFFERING bought in a primary sale; BOUGHT, SOLD on the marketplace; ISSUED minted without a sale; RECEIVED, SENT any
 * other movement; BURNED taken out of existence; MOVED between two own wallets; DIVIDEND USDC of a dividend.
 */
export const transactionKinds = [
  'OFFERING',
  'BOUGHT',
  'SOLD',
  'ISSUED',
  'RECEIVED',
  'SENT',
  'BURNED',
  'MOVED',
  'DIVIDEND',
] as const;
export type TransactionKind = (typeof transactionKinds)[number];

/** As people read them, in pages, statements and files. */
export const kindWords: Readonly<Record<TransactionKind, string>> = {
  OFFERING: 'Bought in the offering',
  BOUGHT: 'Bought on the marketplace',
  SOLD: 'Sold on the marketplace',
  ISSUED: 'Issued',
  RECEIVED: 'Received',
  SENT: 'Sent',
  BURNED: 'Burned',
  MOVED: 'Moved between own wallets',
  DIVIDEND: 'Dividend',
};

export const transactionSchema = z.object({
  /** Block and place in it. */
  id: z.string(),
  at: instantSchema,
  kind: z.enum(transactionKinds),
  propertyId: idSchema.nullable(),
  propertyName: z.string(),
  symbol: z.string(),
  /** The own wallet. */
  wallet: addressSchema,
  counterparty: addressSchema.nullable(),
  /** Above zero when they came, below when they went; null for a dividend. */
  shares: sharesSchema.nullable(),
  /** USDC that changed hands, after fees: below zero when paid; null when nothing is known to have been paid. */
  amount: usdcSchema.nullable(),
  /** Contained in `amount`. */
  fee: usdcSchema.nullable(),
  /** `amount` at the rate of that day. */
  amountShown: displayMoneySchema.nullable(),
  txHash: hashSchema,
  payoutId: idSchema.nullable(),
  /** False while the chain may still take it back. */
  final: z.boolean(),
});
export type Transaction = z.infer<typeof transactionSchema>;

const filters = {
  propertyId: idSchema.optional(),
  kind: z.enum(transactionKinds).optional(),
  wallet: addressSchema.optional(),
  /** Days in UTC, both included. */
  from: dateSchema.optional(),
  to: dateSchema.optional(),
};
export const transactionFilterSchema = z.strictObject(filters);
export type TransactionFilter = z.infer<typeof transactionFilterSchema>;

export const listTransactions = defineRoute({
  method: 'GET',
  path: '/v1/portfolio/transactions',
  access: 'portfolio.read',
  summary: 'Everything that moved shares or dividends of own wallets, newest first',
  query: pageQuery.extend(filters),
  response: pageOf(transactionSchema),
});
export const exportTransactions = defineRoute({
  method: 'GET',
  path: '/v1/portfolio/transactions.csv',
  access: 'portfolio.read',
  summary: 'What the filter shows, all pages, as CSV',
  produces: 'text/csv',
  query: transactionFilterSchema,
  response: fileSchema,
});
