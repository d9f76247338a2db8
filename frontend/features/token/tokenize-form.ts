import { type ComplianceRules, countryModes } from '@freehold/shared/compliance-rules';
import { parseUnits } from '@freehold/shared/money';
import type { OfferingTerms } from '@freehold/shared/offering';
import { z } from 'zod';
import { optionalWholeField, sharesField } from '#lib/form-fields.ts';
import { parseShares } from '#lib/money-format.ts';

/** USDC as typed, in units of 10^-6; undefined when it is none above zero. */
export function parseUsdc(text: string): bigint | undefined {
  try {
    const units = parseUnits(text, 6);
    return units > 0n ? units : undefined;
  } catch {
    return undefined;
  }
}

const optionalShares = z.string().transform((text, context) => {
  if (text.trim() === '') return undefined;
  const shares = parseShares(text);
  if (shares !== undefined && shares > 0n) return shares;
  context.addIssue({ code: 'custom', message: 'Enter a number of shares above zero, or nothing.' });
  return z.NEVER;
});

const priceField = z.string().transform((text, context) => {
  const units = parseUsdc(text);
  if (units !== undefined) return units;
  context.addIssue({ code: 'custom', message: 'Enter a price in USDC above zero, like 50 or 49.50.' });
  return z.NEVER;
});

/** A date and time as the browser's field gives it, in the reader's zone. */
const instantField = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  context.addIssue({ code: 'custom', message: 'Choose a day and a time.' });
  return z.NEVER;
});

/** A day as the browser's field gives it, as the instant it begins in UTC; empty is undefined. */
const optionalDayField = z.string().transform((text, context) => {
  if (text.trim() === '') return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  context.addIssue({ code: 'custom', message: 'Choose a day, or nothing.' });
  return z.NEVER;
});

const sharesFields = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(120),
  symbol: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z][A-Z0-9]{1,10}$/, 'Use 2 to 11 letters and digits, beginning with a letter.'),
  shares: sharesField,
  maxSharePercent: optionalWholeField(1, 100),
  maxHolders: optionalWholeField(1, 1_000_000),
  lockupDays: optionalWholeField(1, 3_650),
  lockedUntil: optionalDayField,
  accreditedOnly: z.boolean(),
  approvalNeeded: z.boolean(),
  vettedSpendersOnly: z.boolean(),
  countryMode: z.enum(countryModes),
  /** ISO 3166-1 numeric; kept while the rule is off, so that turning it on again finds them. */
  countries: z.array(z.number()),
});

/** The shares and their rules, or what in them does not fit together, by field. */
export const sharesStep = sharesFields.refine(
  ({ countryMode, countries }) => countryMode === 'ANY' || countries.length > 0,
  { path: ['countries'], message: 'Choose at least one country.' },
);

export const termsFields = z.object({
  price: priceField,
  cap: sharesField,
  minimum: optionalShares,
  minPerInvestor: sharesField,
  maxPerInvestor: sharesField,
  opensAt: instantField,
  closesAt: instantField,
});

/** The terms, or what in them does not fit together, by field. */
export const termsStep = termsFields.superRefine((terms, context) => {
  const refuse = (path: keyof typeof terms, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message });
  if ((terms.minimum ?? 0n) > terms.cap) refuse('minimum', 'Not more than is for sale.');
  if (terms.minPerInvestor > terms.cap) refuse('minPerInvestor', 'Not more than is for sale.');
  if (terms.minPerInvestor > terms.maxPerInvestor) refuse('maxPerInvestor', 'Not below the least.');
  const lasts = Date.parse(terms.closesAt) - Date.parse(terms.opensAt);
  if (lasts <= 0) refuse('closesAt', 'The sale must end after it begins.');
  if (lasts > 365 * 86_400_000) refuse('closesAt', 'A sale may last a year at most.');
  const whole = (shares: bigint): boolean => (shares * terms.price) % 10n ** 18n === 0n;
  if (!whole(terms.cap)) refuse('cap', 'These shares cost a fraction of the smallest unit of USDC.');
  if (!whole(terms.minPerInvestor))
    refuse('minPerInvestor', 'They cost a fraction of the smallest unit of USDC.');
});

export type SharesInput = z.input<typeof sharesStep>;
export type SharesStep = z.output<typeof sharesStep>;
export type TermsInput = z.input<typeof termsStep>;
export type TermsStep = z.output<typeof termsStep>;

const typedText = z.string().max(200);

/** Both steps as somebody left them, right or not; `terms` is missing until the second was opened. */
export const tokenizeDraft = z.strictObject({
  step: z.enum(['shares', 'terms']),
  shares: z.strictObject({
    ...{ name: typedText, symbol: typedText, shares: typedText, maxSharePercent: typedText },
    ...{ maxHolders: typedText, lockupDays: typedText, lockedUntil: typedText },
    ...{ accreditedOnly: z.boolean(), approvalNeeded: z.boolean(), vettedSpendersOnly: z.boolean() },
    countryMode: z.enum(countryModes),
    countries: z.array(z.int()).max(300),
  }),
  terms: z
    .strictObject({
      ...{ price: typedText, cap: typedText, minimum: typedText, minPerInvestor: typedText },
      ...{ maxPerInvestor: typedText, opensAt: typedText, closesAt: typedText },
    })
    .optional(),
});
export type TokenizeDraft = z.infer<typeof tokenizeDraft>;

/** What the first step shows before anybody typed. */
export const initialShares = (name: string): SharesInput => ({
  ...{ name, symbol: '', shares: '', maxSharePercent: '', maxHolders: '', lockupDays: '', lockedUntil: '' },
  ...{ accreditedOnly: false, approvalNeeded: false, vettedSpendersOnly: false },
  ...{ countryMode: 'ANY', countries: [] },
});

export function rulesOf(step: SharesStep): ComplianceRules {
  return {
    countryMode: step.countryMode,
    countries: step.countryMode === 'ANY' ? [] : step.countries,
    maxShareBps: step.maxSharePercent === undefined ? null : step.maxSharePercent * 100,
    maxBalance: null,
    maxHolders: step.maxHolders ?? null,
    lockedUntil: step.lockedUntil ?? null,
    lockupDays: step.lockupDays ?? null,
    accreditedOnly: step.accreditedOnly,
    approvalNeeded: step.approvalNeeded,
    vettedSpendersOnly: step.vettedSpendersOnly,
  };
}

export const termsOf = (step: TermsStep): OfferingTerms => ({
  price: { amount: step.price.toString(), currency: 'USDC' },
  cap: step.cap.toString(),
  minimum: (step.minimum ?? 0n).toString(),
  minPerInvestor: step.minPerInvestor.toString(),
  maxPerInvestor: step.maxPerInvestor.toString(),
  opensAt: step.opensAt,
  closesAt: step.closesAt,
});
