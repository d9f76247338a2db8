import { accounts } from '../chart-of-accounts.ts';
import { type JournalEntry, journalEntry, move, USD } from '../journal-entry.ts';

export interface Refund {
  /** `re_…` */
  readonly refundId: string;
  readonly leaseId: string;
  readonly propertyId: string;
  /** USD cents. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

export interface RefundCreated extends Refund {
  /** Whose money goes back: the property's rent, or an overpayment of the tenant. */
  readonly from: 'rent_collected' | 'tenant_credit';
}

/** A refund is promised: D rent_collected or tenant_credit / C refund_payable. Stripe keeps its original fee. */
export function refundCreated(input: RefundCreated): JournalEntry {
  const source =
    input.from === 'rent_collected'
      ? accounts.rentCollected(input.propertyId)
      : accounts.tenantCredit(input.leaseId);
  return refund(input, 'created', 'Refund promised', [{ debit: source, credit: accounts.refundPayable }]);
}

/** Stripe took the money from our balance: D refund_payable / C stripe_available. */
export function refundSucceeded(input: Refund): JournalEntry {
  return refund(input, 'succeeded', 'Refund paid', [
    { debit: accounts.refundPayable, credit: accounts.stripeAvailable },
  ]);
}

export interface RefundFailed extends Refund {
  readonly afterSucceeded: boolean;
}

/** The refund did not reach the tenant: the money comes back to us and stays the tenant's as credit. */
export function refundFailed(input: RefundFailed): JournalEntry {
  const back = { debit: accounts.stripeAvailable, credit: accounts.refundPayable };
  const credited = { debit: accounts.refundPayable, credit: accounts.tenantCredit(input.leaseId) };
  return refund(input, 'failed', 'Refund failed', input.afterSucceeded ? [back, credited] : [credited]);
}

function refund(
  input: Refund,
  postingKind: string,
  description: string,
  legs: readonly { readonly debit: string; readonly credit: string }[],
): JournalEntry {
  return journalEntry({
    key: { sourceType: 'stripe_refund', sourceId: input.refundId, postingKind },
    description,
    effectiveAt: input.effectiveAt,
    postings: legs.flatMap((pair) => move(pair, input.amount, USD)),
    metadata: { propertyId: input.propertyId, leaseId: input.leaseId },
  });
}
