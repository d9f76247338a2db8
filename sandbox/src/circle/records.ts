import { z } from 'zod';

/*
 * What the sandbox remembers of each Circle object. Amounts are micro-dollars as decimal text (10^-6, USDC's own
 * unit); `created` is Unix seconds of the virtual clock, `createDate` the same instant as ISO text.
 */

const micros = z.string().regex(/^\d+$/);
const base = { id: z.string(), created: z.int(), createDate: z.string(), updateDate: z.string() };

export const billingSchema = z.object({
  name: z.string(),
  city: z.string(),
  country: z.string(),
  line1: z.string(),
  line2: z.string().optional(),
  district: z.string().optional(),
  postalCode: z.string(),
});
export const bankAddressSchema = z.object({
  bankName: z.string().optional(),
  city: z.string().optional(),
  country: z.string(),
  line1: z.string().optional(),
  line2: z.string().optional(),
  district: z.string().optional(),
});

export const wireAccountSchema = z.object({
  ...base,
  status: z.enum(['pending', 'complete', 'failed']),
  description: z.string(),
  trackingRef: z.string(),
  fingerprint: z.string(),
  virtualAccount: z.string(),
  billingDetails: billingSchema,
  bankAddress: bankAddressSchema,
});
export type WireAccountRecord = z.infer<typeof wireAccountSchema>;

/** A wire on its way from the company's bank to Circle. */
export const incomingWireSchema = z.object({
  ...base,
  wireAccount: z.string(),
  amount: micros,
  status: z.enum(['pending', 'processed', 'failed']),
});
export type IncomingWireRecord = z.infer<typeof incomingWireSchema>;

export const depositSchema = z.object({
  ...base,
  incomingWire: z.string(),
  amount: micros,
  status: z.enum(['pending', 'complete', 'failed']),
});
export type DepositRecord = z.infer<typeof depositSchema>;

export const recipientSchema = z.object({
  ...base,
  address: z.string(),
  addressTag: z.string().nullable(),
  chain: z.string(),
  currency: z.string(),
  description: z.string(),
  status: z.enum(['pending_verification', 'verification_succeeded', 'active']),
});
export type RecipientRecord = z.infer<typeof recipientSchema>;

export const depositAddressSchema = z.object({
  ...base,
  address: z.string(),
  currency: z.string(),
  chain: z.string(),
});
export type DepositAddressRecord = z.infer<typeof depositAddressSchema>;

export const transferErrorSchema = z.enum([
  'transfer_failed',
  'transfer_denied',
  'blockchain_error',
  'insufficient_funds',
]);
export type TransferError = z.infer<typeof transferErrorSchema>;

export const transferSchema = z.object({
  ...base,
  address: z.string(),
  addressTag: z.string().nullable(),
  chain: z.string(),
  amount: micros,
  status: z.enum(['pending', 'complete', 'failed']),
  transactionHash: z.string().nullable(),
  errorCode: transferErrorSchema.nullable(),
});
export type TransferRecord = z.infer<typeof transferSchema>;

export const payoutSchema = z.object({
  ...base,
  destinationType: z.enum(['wire', 'cbit']),
  destination: z.string(),
  destinationName: z.string(),
  amount: micros,
  status: z.enum(['pending', 'complete', 'failed']),
  errorCode: z.string().nullable(),
  trackingRef: z.string().nullable(),
});
export type PayoutRecord = z.infer<typeof payoutSchema>;

export const subscriptionSchema = z.object({
  ...base,
  endpoint: z.string(),
  topicArn: z.string(),
  token: z.string(),
  status: z.enum(['pending', 'confirmed', 'deleted']),
});
export type SubscriptionRecord = z.infer<typeof subscriptionSchema>;

/** One thing Circle had to say; sent to every confirmed subscription of its time. */
export const notificationSchema = z.object({ ...base, topic: z.string(), message: z.string() });
export type NotificationRecord = z.infer<typeof notificationSchema>;

/**
 * A signed transaction of the hot wallet, stored before it is broadcast: after a crash the same bytes are sent again.
 */
export const chainTransactionSchema = z.object({
  ...base,
  purpose: z.enum(['mint', 'transfer']),
  transfer: z.string(),
  nonce: z.int(),
  raw: z.string().regex(/^0x[0-9a-f]+$/),
  hash: z.string().regex(/^0x[0-9a-f]{64}$/),
  state: z.enum(['signed', 'mined', 'reverted', 'replaced']),
});
export type ChainTransactionRecord = z.infer<typeof chainTransactionSchema>;
