import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { displayCurrencies, displayMoneySchema } from './display-currency.ts';
import { payoutSchema } from './dividend.ts';
import {
  addressSchema,
  dateSchema,
  idSchema,
  instantSchema,
  moneySchema,
  sharesSchema,
  usdcSchema,
} from './primitives.ts';

/** What is left of one purchase or receipt of shares. */
export const lotSchema = z.object({
  /** Block and place of the movement that brought it. */
  id: z.string(),
  acquiredAt: instantSchema,
  shares: sharesSchema,
  /** Paid for these shares, fee included; null when they were not bought here, so nobody knows. */
  cost: usdcSchema.nullable(),
});
export type Lot = z.infer<typeof lotSchema>;

const gainSchema = usdcSchema.nullable();

export const basisSchema = z.object({
  /** Paid for the shares of known cost, fee included. */
  cost: usdcSchema,
  sharesWithCost: sharesSchema,
  sharesWithoutCost: sharesSchema,
  /** Oldest first: the order in which they would be sold. */
  lots: z.array(lotSchema),
  realised: z.object({
    gain: usdcSchema,
    /** Shares given away without known cost or proceeds; in no gain. */
    sharesWithoutGain: sharesSchema,
  }),
  /** By the latest appraisal; null when no share has a known cost. */
  unrealisedByValuation: z.object({ gain: gainSchema, on: dateSchema }),
  /** By the last trade of anybody; null before the first. */
  unrealisedByLastTrade: z.object({ gain: gainSchema, price: usdcSchema, at: instantSchema }).nullable(),
});
export type Basis = z.infer<typeof basisSchema>;

export const yieldsSchema = z.object({
  /** Distributed months the yields rest on. */
  months: z.number().int(),
  /** Hundredths of a percent a year. */
  actual: z.number().int().nullable(),
  fullyRented: z.number().int().nullable(),
});
export type Yields = z.infer<typeof yieldsSchema>;

/** What the two yields mean, in the words shown beside them. */
export const yieldDefinitions = {
  actual:
    'What was distributed over the newest distributed months (at most twelve), by the year, of the latest valuation.',
  fullyRented:
    'A year’s rent of every unit, a vacant one at its last rent, less the part that costs, fees and reserve took in the same months, of the latest valuation.',
} as const;

export const positionSchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  token: addressSchema,
  symbol: z.string(),
  shares: sharesSchema,
  supply: sharesSchema,
  /** Part of the supply in hundredths of a percent, rounded down. */
  basisPoints: z.number().int(),
  valuation: moneySchema,
  valuedOn: dateSchema,
  /** The part of the valuation that the shares stand for, rounded down. */
  value: moneySchema,
  valueShown: displayMoneySchema.nullable(),
  received: usdcSchema,
  /** By wallet, where the shares are. */
  wallets: z.array(z.object({ wallet: addressSchema, shares: sharesSchema })),
  basis: basisSchema,
  yields: yieldsSchema,
});
export type Position = z.infer<typeof positionSchema>;

export const portfolioSchema = z.object({
  wallets: z.array(addressSchema),
  positions: z.array(positionSchema),
  /** Chosen beside USD; USD means nothing is shown beside. */
  displayCurrency: z.enum(displayCurrencies),
  totals: z.object({
    /** Sum of the positions' value. */
    value: moneySchema,
    /** At the newest rate. */
    valueShown: displayMoneySchema.nullable(),
    /** Paid out so far. */
    received: usdcSchema,
    /** Each payout at the rate of its own day; null when one of them has none. */
    receivedShown: displayMoneySchema.nullable(),
    /** Entitled, not yet paid. */
    pending: usdcSchema,
    cost: usdcSchema,
    /** Of everything ever sold, also of properties no share is left of. */
    realisedGain: usdcSchema,
  }),
  /** Newest first, at most 100. */
  payouts: z.array(payoutSchema),
  /** Block up to which the chain is mirrored; null before the first. */
  asOfBlock: z.string().nullable(),
});
export type Portfolio = z.infer<typeof portfolioSchema>;

export const readPortfolio = defineRoute({
  method: 'GET',
  path: '/v1/portfolio',
  access: 'portfolio.read',
  summary: 'Own shares and payouts, with what the shares cost and gained',
  response: portfolioSchema,
});
