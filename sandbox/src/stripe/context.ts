import { Collection } from '../core/collection.ts';
import type { World } from '../core/world.ts';
import {
  type BalanceTransactionRecord,
  balanceTransactionSchema,
  type ChargeRecord,
  type CustomerRecord,
  chargeSchema,
  customerSchema,
  type DisputeRecord,
  disputeSchema,
  type EventRecord,
  eventSchema,
  type IntentRecord,
  intentSchema,
  type PaymentMethodRecord,
  type PayoutRecord,
  paymentMethodSchema,
  payoutSchema,
  type RefundRecord,
  refundSchema,
  type SessionRecord,
  sessionSchema,
} from './records.ts';

/** The API version every object and event is rendered in: the one the pinned SDK speaks. */
export const API_VERSION = '2026-10-28.endive';
export const ACCOUNT_ID = 'acct_1FreeholdSandbox0';
export const BANK_ACCOUNT_ID = 'ba_1FreeholdOperating0000001';

export interface StripeSettings {
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly webhookUrl: string | undefined;
  /** Where the hosted pages are reached, without trailing slash. */
  readonly publicUrl: () => string;
}

/** The request being served, for the events it causes; null while the clock is at work. */
export interface Cause {
  readonly requestId: string;
  readonly idempotencyKey: string | null;
}

export interface StripeContext {
  readonly world: World;
  readonly settings: StripeSettings;
  readonly customers: Collection<CustomerRecord>;
  readonly paymentMethods: Collection<PaymentMethodRecord>;
  readonly sessions: Collection<SessionRecord>;
  readonly intents: Collection<IntentRecord>;
  readonly charges: Collection<ChargeRecord>;
  readonly transactions: Collection<BalanceTransactionRecord>;
  readonly payouts: Collection<PayoutRecord>;
  readonly refunds: Collection<RefundRecord>;
  readonly disputes: Collection<DisputeRecord>;
  readonly events: Collection<EventRecord>;
  cause: Cause | null;
}

export function createStripeContext(world: World, settings: StripeSettings): StripeContext {
  const { database } = world;
  return {
    world,
    settings,
    customers: new Collection(database, 'stripe.customer', customerSchema),
    paymentMethods: new Collection(database, 'stripe.payment_method', paymentMethodSchema),
    sessions: new Collection(database, 'stripe.checkout_session', sessionSchema),
    intents: new Collection(database, 'stripe.payment_intent', intentSchema),
    charges: new Collection(database, 'stripe.charge', chargeSchema),
    transactions: new Collection(database, 'stripe.balance_transaction', balanceTransactionSchema),
    payouts: new Collection(database, 'stripe.payout', payoutSchema),
    refunds: new Collection(database, 'stripe.refund', refundSchema),
    disputes: new Collection(database, 'stripe.dispute', disputeSchema),
    events: new Collection(database, 'stripe.event', eventSchema),
    cause: null,
  };
}
