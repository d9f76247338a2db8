import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { payoutSchema } from './dividend.ts';
import { addressSchema, dateSchema, idSchema, moneySchema, sharesSchema, usdcSchema } from './primitives.ts';

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
  received: usdcSchema,
});
export type Position = z.infer<typeof positionSchema>;

export const portfolioSchema = z.object({
  wallets: z.array(addressSchema),
  positions: z.array(positionSchema),
  totals: z.object({
    /** Sum of the positions' value. */
    value: moneySchema,
    /** Paid out so far. */
    received: usdcSchema,
    /** Entitled, not yet paid. */
    pending: usdcSchema,
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
  summary: 'Own shares and payouts',
  response: portfolioSchema,
});
