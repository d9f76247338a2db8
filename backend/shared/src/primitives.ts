import { z } from 'zod';
import { currencies } from './money.ts';

/** An integer of any size as a decimal string, as all money and shares travel. */
export const integerString = z
  .string()
  .max(80)
  .regex(/^-?(0|[1-9]\d*)$/, 'must be a whole number in a string');

export const positiveIntegerString = z
  .string()
  .max(80)
  .regex(/^[1-9]\d*$/, 'must be a whole number above zero, in a string');

export const moneySchema = z.strictObject({ amount: integerString, currency: z.enum(currencies) });
export const usdSchema = z.strictObject({ amount: integerString, currency: z.literal('USD') });
export const usdcSchema = z.strictObject({ amount: integerString, currency: z.literal('USDC') });
export const positiveUsdSchema = z.strictObject({
  amount: positiveIntegerString.max(15, 'is too large'),
  currency: z.literal('USD'),
});

/** Shares in units of 10⁻¹⁸. */
export const sharesSchema = integerString;
export const positiveSharesSchema = positiveIntegerString;

export const idSchema = z.uuid();
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const nameSchema = z.string().trim().min(1).max(120);
export const reasonSchema = z.string().trim().min(3).max(1000);

/** Calendar day 'YYYY-MM-DD'. */
export const dateSchema = z.iso.date();
/** Instant in UTC. */
export const instantSchema = z.iso.datetime({ offset: true });
/** Calendar month 'YYYY-MM'. */
export const periodSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-04');

export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address (0x and 40 hex digits)');
export const hashSchema = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'must be 32 bytes (0x and 64 hex digits)');
export const hexSchema = z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'must be hex bytes');

export const idParams = z.strictObject({ id: idSchema });

/** Query of every list that pages: pass `nextCursor` of the last page to go on. */
export const pageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** For lists that grow by a few rows a month: most readers see them whole. */
export const longPageQuery = pageQuery.extend({ limit: pageQuery.shape.limit.unwrap().default(200) });

export const noContent = z.undefined();

/** A person as others may see them. */
export const personSchema = z.object({ id: idSchema, name: z.string() });
export type Person = z.infer<typeof personSchema>;

/** One step in the life of a thing: who moved it, when and why. */
export const transitionSchema = z.object({
  from: z.string().nullable(),
  to: z.string(),
  actor: personSchema.nullable(),
  reason: z.string().nullable(),
  at: instantSchema,
});
export type Transition = z.infer<typeof transitionSchema>;

/** States of an intended chain transaction. */
export const chainTransactionStates = [
  'RESERVED',
  'SIGNED',
  'BROADCAST',
  'MINED',
  'FINAL',
  'REPLACED',
  'REVERTED',
] as const;
export type ChainTransactionState = (typeof chainTransactionStates)[number];
