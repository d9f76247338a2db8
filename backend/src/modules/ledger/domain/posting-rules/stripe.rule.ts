import { accounts } from '../chart-of-accounts.ts';
import { type JournalEntry, journalEntry, move, USD } from '../journal-entry.ts';

export interface FundsAvailable {
  /** Stripe balance transaction (`txn_…`) whose `available_on` has come. */
  readonly balanceTransactionId: string;
  /** USD cents net of fee, as Stripe moves them; negative for a refund or fee that becomes effective. */
  readonly net: bigint;
  readonly effectiveAt: Date;
}

/** Money may be paid out: D stripe_available / C stripe_pending (mirrored for a negative net). */
export function fundsAvailable(input: FundsAvailable): JournalEntry {
  const forward = input.net >= 0n;
  return journalEntry({
    key: {
      sourceType: 'stripe_balance_transaction',
      sourceId: input.balanceTransactionId,
      postingKind: 'available',
    },
    description: 'Funds available at Stripe',
    effectiveAt: input.effectiveAt,
    postings: move(
      forward
        ? { debit: accounts.stripeAvailable, credit: accounts.stripePending }
        : { debit: accounts.stripePending, credit: accounts.stripeAvailable },
      forward ? input.net : -input.net,
      USD,
    ),
  });
}

export interface StripePayout {
  /** `po_…` */
  readonly payoutId: string;
  /** USD cents. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

/** Stripe sends money to the bank: D stripe_in_transit / C stripe_available. */
export function stripePayoutCreated(input: StripePayout): JournalEntry {
  return payout(input, 'created', 'Stripe payout sent to the bank', {
    debit: accounts.stripeInTransit,
    credit: accounts.stripeAvailable,
  });
}

/** The bank has it: D bank / C stripe_in_transit. */
export function stripePayoutPaid(input: StripePayout): JournalEntry {
  return payout(input, 'paid', 'Stripe payout arrived at the bank', {
    debit: accounts.bank,
    credit: accounts.stripeInTransit,
  });
}

export interface StripePayoutFailed extends StripePayout {
  /** Stripe may report `paid` and take it back days later. */
  readonly afterPaid: boolean;
}

/** The payout came back: D stripe_available / C stripe_in_transit, or / C bank when it had been paid. */
export function stripePayoutFailed(input: StripePayoutFailed): JournalEntry {
  return payout(input, 'failed', 'Stripe payout failed', {
    debit: accounts.stripeAvailable,
    credit: input.afterPaid ? accounts.bank : accounts.stripeInTransit,
  });
}

function payout(
  input: StripePayout,
  postingKind: string,
  description: string,
  legs: { readonly debit: string; readonly credit: string },
): JournalEntry {
  return journalEntry({
    key: { sourceType: 'stripe_payout', sourceId: input.payoutId, postingKind },
    description,
    effectiveAt: input.effectiveAt,
    postings: move(legs, input.amount, USD),
  });
}
