import { z } from 'zod';
import { instantSchema, positiveSharesSchema } from './primitives.ts';

export const countryModes = ['ANY', 'ONLY_LISTED', 'ALL_BUT_LISTED'] as const;

const wholeUpTo = (most: number) => z.number().int().min(1).max(most).nullable().default(null);

/** Who may hold the shares and how they may move. Null: no such rule. */
export const complianceRulesSchema = z
  .strictObject({
    countryMode: z.enum(countryModes).default('ANY'),
    /** ISO 3166-1 numeric. */
    countries: z.array(z.number().int().min(1).max(999)).max(250).default([]),
    /** Most of the supply one investor may hold, in hundredths of a percent. */
    maxShareBps: wholeUpTo(10_000),
    /** Most shares one investor may hold. */
    maxBalance: positiveSharesSchema.max(31).nullable().default(null),
    maxHolders: wholeUpTo(1_000_000),
    /** No transfers between investors before this instant. */
    lockedUntil: instantSchema.nullable().default(null),
    /** Days for which an investor keeps what he acquired. */
    lockupDays: wholeUpTo(3_650),
    accreditedOnly: z.boolean().default(false),
    /** Every transfer between two wallets waits for an agent's approval. */
    approvalNeeded: z.boolean().default(false),
    /** Only contracts that the token's owner vetted may move shares for their holders. */
    vettedSpendersOnly: z.boolean().default(false),
  })
  .refine((rules) => (rules.countryMode === 'ANY') === (rules.countries.length === 0), {
    path: ['countries'],
    message: 'must name countries exactly when the rule is about some',
  });
export type ComplianceRules = z.infer<typeof complianceRulesSchema>;
