import { accounts } from '../chart-of-accounts.ts';
import { type JournalEntry, journalEntry, move, usdcOn } from '../journal-entry.ts';

export interface TreasuryRelease {
  readonly propertyId: string;
  readonly chainId: number;
  /** Treasury contract. */
  readonly treasury: string;
  /** USDC units. */
  readonly amount: bigint;
  readonly txHash: string;
  readonly effectiveAt: Date;
}

interface Debt {
  /** Reference of the release, unique. */
  readonly reference: string;
  readonly postingKind: string;
  readonly description: string;
  /** The account that says how much is owed. */
  readonly owed: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** USDC left the treasury to whom it was owed: D what was owed / C treasury, never more than that. */
export function treasuryRelease(input: TreasuryRelease, debt: Debt): JournalEntry {
  return journalEntry({
    key: { sourceType: 'treasury_release', sourceId: debt.reference, postingKind: debt.postingKind },
    description: debt.description,
    effectiveAt: input.effectiveAt,
    postings: move(
      { debit: debt.owed, credit: accounts.treasury(input.chainId, input.treasury) },
      input.amount,
      usdcOn(input.chainId),
    ),
    bounded: [debt.owed],
    metadata: { propertyId: input.propertyId, ...debt.metadata, txHash: input.txHash },
  });
}
