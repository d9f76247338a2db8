import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { displayMoneySchema } from './display-currency.ts';
import { fileSchema } from './file.ts';
import { listOf } from './page.ts';
import {
  addressSchema,
  dateSchema,
  hashSchema,
  idSchema,
  instantSchema,
  integerString,
  periodSchema,
  sharesSchema,
  usdcSchema,
} from './primitives.ts';
import { transactionKinds } from './transaction.ts';

/** A month '2026-04' or a year '2026'. */
export const statementPeriodSchema = z
  .string()
  .regex(/^20\d{2}(-(0[1-9]|1[0-2]))?$/, 'must be a month like 2026-04 or a year like 2026');

/** The part a country would have kept back of dividends; kept as evidence with where it comes from. */
export const withholdingRateSchema = z.object({
  /** ISO 3166-1 numeric code of the country of residence. */
  country: z.number().int().min(1).max(999),
  basisPoints: z.number().int().min(0).max(10_000),
  /** Valid for dividends paid on or after this day, until the next one. */
  effectiveFrom: dateSchema,
  source: z.string(),
});
export type WithholdingRate = z.infer<typeof withholdingRateSchema>;

export const statementDividendSchema = z.object({
  /** Month of the rent. */
  period: periodSchema,
  paidAt: instantSchema,
  wallet: addressSchema,
  /** At the record date. */
  shares: sharesSchema,
  /** As the ledger has it. */
  amount: usdcSchema,
  amountShown: displayMoneySchema.nullable(),
  /** What the rate below would keep back; zero without one. Nothing was kept back. */
  withholding: usdcSchema,
  rate: withholdingRateSchema.nullable(),
  entryId: integerString,
  txHash: hashSchema.nullable(),
});

export const statementMovementSchema = z.object({
  at: instantSchema,
  kind: z.enum(transactionKinds),
  wallet: addressSchema,
  shares: sharesSchema,
  amount: usdcSchema.nullable(),
  txHash: hashSchema,
});

export const statementPropertySchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  symbol: z.string(),
  openingShares: sharesSchema,
  closingShares: sharesSchema,
  dividends: z.array(statementDividendSchema),
  dividendTotal: usdcSchema,
  withholdingTotal: usdcSchema,
  movements: z.array(statementMovementSchema),
  realisedGain: usdcSchema,
  /** Shares given away in the period without known cost or proceeds. */
  sharesWithoutGain: sharesSchema,
});
export type StatementProperty = z.infer<typeof statementPropertySchema>;

export const investorStatementSchema = z.object({
  period: statementPeriodSchema,
  first: dateSchema,
  last: dateSchema,
  /** False while the period runs. */
  complete: z.boolean(),
  investor: z.object({ id: idSchema, name: z.string(), email: z.string() }),
  wallets: z.array(addressSchema),
  /** ISO 3166-1 numeric code, by the newest attestation of a wallet; null when there is none. */
  residency: z.number().int().nullable(),
  dividends: usdcSchema,
  dividendsShown: displayMoneySchema.nullable(),
  withholding: usdcSchema,
  realisedGain: usdcSchema,
  properties: z.array(statementPropertySchema),
});
export type InvestorStatement = z.infer<typeof investorStatementSchema>;

const params = z.strictObject({ period: statementPeriodSchema });

export const listInvestorStatements = defineRoute({
  method: 'GET',
  path: '/v1/portfolio/statements',
  access: 'portfolio.read',
  summary: 'Months and years with something to state, newest first',
  response: listOf(z.object({ period: statementPeriodSchema, dividends: usdcSchema, complete: z.boolean() })),
});
export const readInvestorStatement = defineRoute({
  method: 'GET',
  path: '/v1/portfolio/statements/:period',
  access: 'portfolio.read',
  summary: 'One statement of a month or a year, with an annex for each property',
  params,
  response: investorStatementSchema,
});
export const investorStatementPdf = defineRoute({
  method: 'GET',
  path: '/v1/portfolio/statements/:period/pdf',
  access: 'portfolio.read',
  summary: 'The statement as PDF',
  produces: 'application/pdf',
  params,
  response: fileSchema,
});
export const investorStatementCsv = defineRoute({
  method: 'GET',
  path: '/v1/portfolio/statements/:period/csv',
  access: 'portfolio.read',
  summary: 'The statement as CSV',
  produces: 'text/csv',
  params,
  response: fileSchema,
});

export const listWithholdingRates = defineRoute({
  method: 'GET',
  path: '/v1/withholding-rates',
  access: 'withholding.read',
  summary: 'Withholding rates by country of residence',
  response: listOf(withholdingRateSchema),
});
export const recordWithholdingRate = defineRoute({
  method: 'POST',
  path: '/v1/withholding-rates',
  access: 'withholding.write',
  summary: 'Store a withholding rate with its source; a stored rate never changes',
  status: 201,
  idempotent: true,
  body: z.strictObject({
    country: withholdingRateSchema.shape.country,
    basisPoints: withholdingRateSchema.shape.basisPoints,
    effectiveFrom: dateSchema,
    source: z.string().trim().min(3).max(500),
  }),
  response: withholdingRateSchema,
});
