import { z } from 'zod';

/*
 * What the sandbox remembers of each Stripe object. The shape Stripe shows is made from these by the presenters;
 * amounts are integer cents, times are Unix seconds of the virtual clock.
 */

const cents = z.int();
const base = { id: z.string(), created: z.int() };
const metadata = z.record(z.string(), z.string());

export const methodTypeSchema = z.enum(['card', 'us_bank_account']);
export type MethodType = z.infer<typeof methodTypeSchema>;

export const customerSchema = z.object({
  ...base,
  email: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  description: z.string().nullable(),
  metadata,
  deleted: z.boolean(),
});
export type CustomerRecord = z.infer<typeof customerSchema>;

export const paymentMethodSchema = z.object({
  ...base,
  type: methodTypeSchema,
  brand: z.string().nullable(),
  last4: z.string(),
  expMonth: z.int().nullable(),
  expYear: z.int().nullable(),
  routingNumber: z.string().nullable(),
  bankName: z.string().nullable(),
  /** What the network will say, see `test-instruments.ts`. */
  behaviour: z.string(),
  holderName: z.string().nullable(),
  holderEmail: z.string().nullable(),
  customer: z.string().nullable(),
});
export type PaymentMethodRecord = z.infer<typeof paymentMethodSchema>;

export const lineItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  unitAmount: cents,
  quantity: z.int(),
  priceId: z.string(),
  productId: z.string(),
});
export type LineItem = z.infer<typeof lineItemSchema>;

export const sessionSchema = z.object({
  ...base,
  amountTotal: cents,
  currency: z.string(),
  customer: z.string().nullable(),
  customerEmail: z.string().nullable(),
  clientReferenceId: z.string().nullable(),
  successUrl: z.string(),
  cancelUrl: z.string().nullable(),
  expiresAt: z.int(),
  lineItems: z.array(lineItemSchema),
  metadata,
  methodTypes: z.array(methodTypeSchema),
  allowedMethodTypes: z.array(z.string()).nullable(),
  intentMetadata: metadata,
  intentDescription: z.string().nullable(),
  setupFutureUsage: z.string().nullable(),
  statementDescriptorSuffix: z.string().nullable(),
  receiptEmail: z.string().nullable(),
  paymentIntent: z.string().nullable(),
  paymentStatus: z.enum(['unpaid', 'paid', 'no_payment_required']),
  status: z.enum(['open', 'complete', 'expired']),
  payerName: z.string().nullable(),
  payerEmail: z.string().nullable(),
});
export type SessionRecord = z.infer<typeof sessionSchema>;

export const paymentErrorSchema = z.object({
  code: z.string(),
  declineCode: z.string().nullable(),
  message: z.string(),
  charge: z.string().nullable(),
});
export type PaymentError = z.infer<typeof paymentErrorSchema>;

export const intentSchema = z.object({
  ...base,
  amount: cents,
  currency: z.string(),
  customer: z.string().nullable(),
  description: z.string().nullable(),
  metadata,
  methodTypes: z.array(methodTypeSchema),
  allowedMethodTypes: z.array(z.string()).nullable(),
  automaticMethods: z.boolean(),
  paymentMethod: z.string().nullable(),
  status: z.enum(['requires_payment_method', 'requires_confirmation', 'processing', 'succeeded', 'canceled']),
  latestCharge: z.string().nullable(),
  lastError: paymentErrorSchema.nullable(),
  canceledAt: z.int().nullable(),
  cancellationReason: z.string().nullable(),
  setupFutureUsage: z.string().nullable(),
  statementDescriptorSuffix: z.string().nullable(),
  receiptEmail: z.string().nullable(),
  clientSecret: z.string(),
  session: z.string().nullable(),
});
export type IntentRecord = z.infer<typeof intentSchema>;

export const chargeSchema = z.object({
  ...base,
  amount: cents,
  amountRefunded: cents,
  currency: z.string(),
  customer: z.string().nullable(),
  description: z.string().nullable(),
  metadata,
  intent: z.string(),
  paymentMethod: z.string(),
  status: z.enum(['succeeded', 'pending', 'failed']),
  balanceTransaction: z.string().nullable(),
  failureBalanceTransaction: z.string().nullable(),
  failureCode: z.string().nullable(),
  failureMessage: z.string().nullable(),
  declineCode: z.string().nullable(),
  disputed: z.boolean(),
  receiptEmail: z.string().nullable(),
  statementDescriptorSuffix: z.string().nullable(),
});
export type ChargeRecord = z.infer<typeof chargeSchema>;

export const balanceTransactionSchema = z.object({
  ...base,
  type: z.enum([
    'charge',
    'payment',
    'refund',
    'payment_refund',
    'refund_failure',
    'payment_failure_refund',
    'adjustment',
    'payout',
    'payout_failure',
    'payout_cancel',
  ]),
  reportingCategory: z.string(),
  amount: cents,
  fee: cents,
  net: cents,
  feeDescription: z.string().nullable(),
  source: z.string(),
  description: z.string().nullable(),
  availableOn: z.int(),
  status: z.enum(['pending', 'available']),
  /** The automatic payout that carried it to the bank. */
  payout: z.string().nullable(),
});
export type BalanceTransactionRecord = z.infer<typeof balanceTransactionSchema>;

export const payoutSchema = z.object({
  ...base,
  amount: cents,
  arrivalDate: z.int(),
  automatic: z.boolean(),
  status: z.enum(['pending', 'in_transit', 'paid', 'failed', 'canceled']),
  balanceTransaction: z.string(),
  failureBalanceTransaction: z.string().nullable(),
  failureCode: z.string().nullable(),
  failureMessage: z.string().nullable(),
  description: z.string().nullable(),
  statementDescriptor: z.string().nullable(),
  metadata,
  reconciled: z.boolean(),
});
export type PayoutRecord = z.infer<typeof payoutSchema>;

export const refundSchema = z.object({
  ...base,
  amount: cents,
  currency: z.string(),
  charge: z.string(),
  intent: z.string(),
  customer: z.string().nullable(),
  reason: z.string().nullable(),
  status: z.enum(['pending', 'succeeded', 'failed', 'canceled']),
  balanceTransaction: z.string(),
  metadata,
});
export type RefundRecord = z.infer<typeof refundSchema>;

export const disputeSchema = z.object({
  ...base,
  amount: cents,
  currency: z.string(),
  charge: z.string(),
  intent: z.string(),
  reason: z.string(),
  status: z.enum(['needs_response', 'under_review', 'won', 'lost']),
  balanceTransactions: z.array(z.string()),
  evidence: z.record(z.string(), z.string()),
  submitted: z.boolean(),
  dueBy: z.int(),
  metadata,
});
export type DisputeRecord = z.infer<typeof disputeSchema>;

export const eventSchema = z.object({ ...base, type: z.string(), body: z.string() });
export type EventRecord = z.infer<typeof eventSchema>;
