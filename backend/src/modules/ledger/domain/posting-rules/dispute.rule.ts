import { accounts } from '../chart-of-accounts.ts';
import { type BusinessKey, type JournalEntry, journalEntry, move, USD } from '../journal-entry.ts';

export interface Dispute {
  /** `dp_…` */
  readonly disputeId: string;
  readonly leaseId: string;
  readonly propertyId: string;
  /** USD cents in dispute. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

const key = (input: Dispute, postingKind: string): BusinessKey => ({
  sourceType: 'stripe_dispute',
  sourceId: input.disputeId,
  postingKind,
});

const metadata = (input: Dispute): Record<string, string> => ({
  propertyId: input.propertyId,
  leaseId: input.leaseId,
});

/** The bank took the money: D dispute_receivable / C stripe_available; D dispute_fees / C stripe_available fee. */
export function disputeOpened(input: Dispute & { readonly fee: bigint }): JournalEntry {
  return journalEntry({
    key: key(input, 'opened'),
    description: 'Dispute opened, funds withdrawn',
    effectiveAt: input.effectiveAt,
    postings: [
      ...move(
        { debit: accounts.disputeReceivable(input.disputeId), credit: accounts.stripeAvailable },
        input.amount,
        USD,
      ),
      ...move({ debit: accounts.disputeFees, credit: accounts.stripeAvailable }, input.fee, USD),
    ],
    metadata: metadata(input),
  });
}

/** Posted together with {@link disputeOpened}: the disputed rent is reserved, so that it cannot be declared. */
export function disputeBlocked(input: Dispute): JournalEntry {
  return journalEntry({
    key: key(input, 'blocked'),
    description: 'Disputed rent reserved',
    effectiveAt: input.effectiveAt,
    phase: 'pending',
    postings: move(
      { debit: accounts.rentCollected(input.propertyId), credit: accounts.rentDeferred(input.propertyId) },
      input.amount,
      USD,
    ),
    metadata: metadata(input),
  });
}

/** We won: D stripe_available / C dispute_receivable, the reservation ends, a returned fee is taken back. */
export function disputeWon(input: Dispute & { readonly feeReturned?: bigint }): JournalEntry {
  return journalEntry({
    key: key(input, 'won'),
    description: 'Dispute won',
    effectiveAt: input.effectiveAt,
    postings: [
      ...move(
        { debit: accounts.stripeAvailable, credit: accounts.disputeReceivable(input.disputeId) },
        input.amount,
        USD,
      ),
      ...move(
        { debit: accounts.stripeAvailable, credit: accounts.disputeFees },
        input.feeReturned ?? 0n,
        USD,
      ),
    ],
    resolves: key(input, 'blocked'),
    metadata: metadata(input),
  });
}

/** We lost: the rent is open again, D rent_receivable / C dispute_receivable and D rent_collected / C rent_deferred. */
export function disputeLost(input: Dispute): JournalEntry {
  return journalEntry({
    key: key(input, 'lost'),
    description: 'Dispute lost',
    effectiveAt: input.effectiveAt,
    postings: [
      ...move(
        {
          debit: accounts.rentReceivable(input.leaseId),
          credit: accounts.disputeReceivable(input.disputeId),
        },
        input.amount,
        USD,
      ),
      ...move(
        { debit: accounts.rentCollected(input.propertyId), credit: accounts.rentDeferred(input.propertyId) },
        input.amount,
        USD,
      ),
    ],
    resolves: key(input, 'blocked'),
    metadata: metadata(input),
  });
}
