import { z } from 'zod';

/** What we read of Stripe's objects, and nothing else. Amounts are cents, times are Unix seconds. */

const id = z.string().min(1);
const cents = z
  .number()
  .int()
  .transform((value) => BigInt(value));
const time = z
  .number()
  .int()
  .transform((seconds) => new Date(seconds * 1_000));
/** A field that holds an id, or the object when it was expanded. */
const reference = z.union([id, z.object({ id }).transform((object) => object.id)]);
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
const dollars = z.literal('usd');

export const stripeSession = z.object({
  id,
  client_reference_id: z.string().nullable(),
  status: z.enum(['open', 'complete', 'expired']).nullable(),
  payment_status: z.string(),
  payment_intent: reference.nullable(),
  url: z.string().nullable(),
  expires_at: time,
  metadata,
});
export type StripeSession = z.output<typeof stripeSession>;

export const stripeBalanceTransaction = z.object({
  id,
  type: z.string(),
  amount: cents,
  fee: cents,
  net: cents,
  currency: dollars,
  available_on: time,
  created: time,
  status: z.string(),
  source: reference.nullable(),
});
export type StripeBalanceTransactionObject = z.output<typeof stripeBalanceTransaction>;

export const stripeCharge = z.object({
  id,
  amount: cents,
  currency: dollars,
  created: time,
  status: z.string(),
  payment_intent: reference.nullable(),
  balance_transaction: stripeBalanceTransaction.nullable(),
  failure_message: z.string().nullable(),
  disputed: z.boolean(),
  payment_method_details: z.object({ type: z.string() }).nullable(),
  metadata,
});
export type StripeCharge = z.output<typeof stripeCharge>;

export const stripePaymentIntent = z.object({
  id,
  amount: cents,
  currency: dollars,
  created: time,
  status: z.string(),
  latest_charge: reference.nullable(),
  last_payment_error: z.object({ message: z.string().nullish() }).nullable(),
  metadata,
});
export type StripePaymentIntent = z.output<typeof stripePaymentIntent>;

export const stripePayout = z.object({
  id,
  amount: cents,
  currency: dollars,
  status: z.string(),
  arrival_date: time,
  created: time,
  automatic: z.boolean(),
});
export type StripePayoutObject = z.output<typeof stripePayout>;

export const stripeRefund = z.object({
  id,
  amount: cents,
  created: time,
  status: z.string().nullable(),
  charge: reference.nullable(),
  balance_transaction: reference.nullable(),
});
export type StripeRefund = z.output<typeof stripeRefund>;

export const stripeDispute = z.object({
  id,
  amount: cents,
  created: time,
  status: z.string(),
  charge: reference,
  balance_transactions: z.array(stripeBalanceTransaction),
});
export type StripeDispute = z.output<typeof stripeDispute>;

export const stripeEvent = z.object({
  id,
  type: z.string(),
  created: time,
  data: z.object({ object: z.looseObject({ object: z.string(), id: z.string().optional() }) }),
});
export type StripeEvent = z.output<typeof stripeEvent>;

export const stripeBalance = z.object({
  available: z.array(z.object({ amount: cents, currency: z.string() })),
  pending: z.array(z.object({ amount: cents, currency: z.string() })),
});
