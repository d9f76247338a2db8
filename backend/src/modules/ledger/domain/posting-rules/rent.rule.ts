import { accounts } from '../chart-of-accounts.ts';
import {
  type BusinessKey,
  credit,
  debit,
  type JournalEntry,
  journalEntry,
  move,
  USD,
} from '../journal-entry.ts';
import { LedgerError } from '../ledger.error.ts';

export interface RentInvoiced {
  readonly chargeId: string;
  readonly leaseId: string;
  readonly propertyId: string;
  /** USD cents. */
  readonly amount: bigint;
  /** 'YYYY-MM'. */
  readonly period: string;
  readonly effectiveAt: Date;
}

/** Rent falls due: D rent_receivable / C rent_deferred. Only received money becomes distributable. */
export function rentInvoiced(input: RentInvoiced): JournalEntry {
  return journalEntry({
    key: { sourceType: 'rent_charge', sourceId: input.chargeId, postingKind: 'invoiced' },
    description: `Rent invoiced for ${input.period}`,
    effectiveAt: input.effectiveAt,
    postings: move(
      { debit: accounts.rentReceivable(input.leaseId), credit: accounts.rentDeferred(input.propertyId) },
      input.amount,
      USD,
    ),
    metadata: { propertyId: input.propertyId, leaseId: input.leaseId, period: input.period },
  });
}

export interface RentWaived extends RentInvoiced {
  readonly reason: string;
}

/** What is not going to be asked for any more: the invoice, mirrored. `amount` may be a part of it. */
export function rentWaived(input: RentWaived): JournalEntry {
  return journalEntry({
    key: { sourceType: 'rent_charge', sourceId: input.chargeId, postingKind: 'waived' },
    description: `Rent waived for ${input.period}`,
    effectiveAt: input.effectiveAt,
    postings: move(
      { debit: accounts.rentDeferred(input.propertyId), credit: accounts.rentReceivable(input.leaseId) },
      input.amount,
      USD,
    ),
    metadata: {
      propertyId: input.propertyId,
      leaseId: input.leaseId,
      period: input.period,
      reason: input.reason,
    },
  });
}

export interface RentReceipt {
  /** Stripe balance transaction (`txn_…`): the key, since it exists exactly once per movement of money. */
  readonly balanceTransactionId: string;
  /** Stripe charge (`ch_…`). */
  readonly chargeRef: string;
  /** Our rent charge. */
  readonly chargeId?: string;
  readonly leaseId: string;
  readonly propertyId: string;
  /** USD cents the tenant paid. */
  readonly gross: bigint;
  /** USD cents Stripe kept. */
  readonly fee: bigint;
  /** USD cents of `gross` that settle the receivable; the rest is the tenant's credit. Default: all of it. */
  readonly settles?: bigint;
  /** Who bears Stripe's fee. Default: the property. */
  readonly feeBorneBy?: 'property' | 'platform';
  readonly effectiveAt: Date;
}

/**
 * A card payment succeeded: D stripe_pending / C rent_receivable gross; D stripe_fees / C stripe_pending fee;
 * D rent_deferred / C rent_collected for what settles the receivable, C tenant_credit for what exceeds it;
 * the fee is recharged to the property: D rent_collected / C interchange_recovered.
 */
export function cardRentReceived(input: RentReceipt): JournalEntry {
  return rentReceived(input, { rail: 'card' });
}

/** Key under which an ACH payment reserves amounts until it succeeds or fails. */
export const achPendingKey = (paymentIntentId: string): BusinessKey => ({
  sourceType: 'stripe_payment_intent',
  sourceId: paymentIntentId,
  postingKind: 'ach_pending',
});

export interface AchRentPending {
  readonly paymentIntentId: string;
  readonly leaseId: string;
  readonly propertyId: string;
  /** USD cents. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

/** A bank debit was started: amounts are reserved on both accounts, nothing is posted. */
export function achRentPending(input: AchRentPending): JournalEntry {
  return journalEntry({
    key: achPendingKey(input.paymentIntentId),
    description: 'Bank debit of rent started',
    effectiveAt: input.effectiveAt,
    phase: 'pending',
    postings: move(
      { debit: accounts.stripePending, credit: accounts.rentReceivable(input.leaseId) },
      input.amount,
      USD,
    ),
    metadata: { propertyId: input.propertyId, leaseId: input.leaseId },
  });
}

/** The bank debit succeeded: the reservation ends and the money is posted as for a card. Post the pending entry first. */
export function achRentReceived(input: RentReceipt & { readonly paymentIntentId: string }): JournalEntry {
  return rentReceived(input, { rail: 'ach', resolves: achPendingKey(input.paymentIntentId) });
}

export interface AchRentFailed {
  readonly paymentIntentId: string;
  /** USD cents Stripe charged for the returned item, borne by the platform. */
  readonly fee?: bigint;
  readonly reason: string;
  readonly effectiveAt: Date;
}

/** The bank debit failed: the reservation ends and the receivable stays open; D stripe_fees / C stripe_pending fee. */
export function achRentFailed(input: AchRentFailed): JournalEntry {
  return journalEntry({
    key: {
      sourceType: 'stripe_payment_intent',
      sourceId: input.paymentIntentId,
      postingKind: 'ach_failed',
    },
    description: 'Bank debit of rent failed',
    effectiveAt: input.effectiveAt,
    postings: move({ debit: accounts.stripeFees, credit: accounts.stripePending }, input.fee ?? 0n, USD),
    resolves: achPendingKey(input.paymentIntentId),
    metadata: { reason: input.reason },
  });
}

export interface AchRentReturned {
  /** Stripe balance transaction of the return. */
  readonly balanceTransactionId: string;
  readonly leaseId: string;
  readonly propertyId: string;
  /** USD cents. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

/**
 * A debit that had succeeded came back: D rent_receivable / C stripe_available; D rent_collected / C rent_deferred.
 * When that rent was distributed meanwhile, rent_collected in USD turns negative and the next receipts of the
 * property fill it: paid dividends are never clawed back.
 */
export function achRentReturned(input: AchRentReturned): JournalEntry {
  return journalEntry({
    key: {
      sourceType: 'stripe_balance_transaction',
      sourceId: input.balanceTransactionId,
      postingKind: 'ach_returned',
    },
    description: 'Bank debit of rent returned',
    effectiveAt: input.effectiveAt,
    postings: [
      debit(accounts.rentReceivable(input.leaseId), input.amount, USD),
      credit(accounts.stripeAvailable, input.amount, USD),
      debit(accounts.rentCollected(input.propertyId), input.amount, USD),
      credit(accounts.rentDeferred(input.propertyId), input.amount, USD),
    ],
    metadata: { propertyId: input.propertyId, leaseId: input.leaseId },
  });
}

function rentReceived(
  input: RentReceipt,
  rail: { readonly rail: 'card' | 'ach'; readonly resolves?: BusinessKey },
): JournalEntry {
  const settles = input.settles ?? input.gross;
  if (settles < 0n || settles > input.gross) {
    throw new LedgerError('MALFORMED_ENTRY', 'The settled part must lie between zero and the gross amount.');
  }
  const recharged = (input.feeBorneBy ?? 'property') === 'property' ? input.fee : 0n;
  const collected = accounts.rentCollected(input.propertyId);
  return journalEntry({
    key: {
      sourceType: 'stripe_balance_transaction',
      sourceId: input.balanceTransactionId,
      postingKind: 'rent_received',
    },
    description: rail.rail === 'card' ? 'Rent received by card' : 'Rent received by bank debit',
    effectiveAt: input.effectiveAt,
    postings: [
      debit(accounts.stripePending, input.gross, USD),
      credit(accounts.rentReceivable(input.leaseId), settles, USD),
      credit(accounts.tenantCredit(input.leaseId), input.gross - settles, USD),
      debit(accounts.stripeFees, input.fee, USD),
      credit(accounts.stripePending, input.fee, USD),
      debit(accounts.rentDeferred(input.propertyId), settles, USD),
      credit(collected, settles, USD),
      debit(collected, recharged, USD),
      credit(accounts.interchangeRecovered, recharged, USD),
    ],
    ...(rail.resolves === undefined ? {} : { resolves: rail.resolves }),
    metadata: {
      propertyId: input.propertyId,
      leaseId: input.leaseId,
      stripeCharge: input.chargeRef,
      rentCharge: input.chargeId,
    },
  });
}
