import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listOf } from './page.ts';
import { dateSchema, instantSchema, integerString, noContent, personSchema } from './primitives.ts';

/** Currencies an investor may have figures shown in, beside USD; all count hundredths. */
export const displayCurrencies = [
  'USD',
  'EUR',
  'GBP',
  'CHF',
  'CAD',
  'AUD',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
] as const;
export type DisplayCurrency = (typeof displayCurrencies)[number];
const foreignCurrencies = displayCurrencies.filter((currency) => currency !== 'USD');

/** Digits of a rate after the point. */
export const rateDigits = 8;
const unitsPerHundredth = 10n ** BigInt(6 + rateDigits - 2);

/** USDC units at a rate, in hundredths of the other currency; what is less than a hundredth is cut off. */
export const convertUsdc = (units: bigint, rate: bigint): bigint => (units * rate) / unitsPerHundredth;

/** An amount shown in another currency: at the stored rate of `rateOn`, which is the newest on or before its day. */
export const displayMoneySchema = z.object({
  /** In hundredths. */
  amount: integerString,
  currency: z.enum(displayCurrencies),
  rateOn: dateSchema,
});
export type DisplayMoney = z.infer<typeof displayMoneySchema>;

/** "0.91234567": how much of the currency one US dollar is. */
export const rateText = z
  .string()
  .regex(
    /^(0|[1-9]\d{0,8})(\.\d{1,8})?$/,
    'must be a number like 0.9123, with at most 8 digits after the point',
  )
  .refine((text) => /[1-9]/.test(text), 'must be above zero');

/** A rate as a whole number of 10⁻⁸. */
export function rateUnits(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(rateDigits, '0'));
}

export const exchangeRateSchema = z.object({
  currency: z.enum(displayCurrencies),
  on: dateSchema,
  rate: z.string(),
  source: z.string(),
  recordedBy: personSchema.nullable(),
  recordedAt: instantSchema,
});
export type ExchangeRate = z.infer<typeof exchangeRateSchema>;

export const newExchangeRateSchema = z.strictObject({
  currency: z.enum(foreignCurrencies),
  on: dateSchema,
  rate: rateText,
  source: z.string().trim().min(3).max(200),
});

export const listExchangeRates = defineRoute({
  method: 'GET',
  path: '/v1/exchange-rates',
  access: 'exchangeRate.read',
  summary: 'Stored exchange rates, newest day first, at most 1,000',
  query: z.strictObject({ currency: z.enum(foreignCurrencies).optional() }),
  response: listOf(exchangeRateSchema),
});
export const recordExchangeRates = defineRoute({
  method: 'POST',
  path: '/v1/exchange-rates',
  access: 'exchangeRate.write',
  summary: 'Store rates by day; a stored rate never changes',
  status: 201,
  idempotent: true,
  body: z.strictObject({ rates: z.array(newExchangeRateSchema).min(1).max(500) }),
  response: z.object({ stored: z.number().int(), known: z.number().int() }),
});
export const readDisplayCurrency = defineRoute({
  method: 'GET',
  path: '/v1/account/display-currency',
  access: 'account.self',
  summary: 'Currency in which figures are shown beside USD',
  response: z.object({ currency: z.enum(displayCurrencies) }),
});
export const setDisplayCurrency = defineRoute({
  method: 'POST',
  path: '/v1/account/display-currency',
  access: 'account.self',
  summary: 'Choose the currency in which figures are shown beside USD',
  status: 204,
  body: z.strictObject({ currency: z.enum(displayCurrencies) }),
  response: noContent,
});
