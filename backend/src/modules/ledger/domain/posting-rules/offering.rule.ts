import { accounts } from '../chart-of-accounts.ts';
import { credit, debit, type JournalEntry, journalEntry, usdcOn } from '../journal-entry.ts';
import { type TreasuryRelease, treasuryRelease } from './treasury-release.ts';

export interface OfferingProceeds {
  readonly offeringId: string;
  readonly propertyId: string;
  readonly chainId: number;
  /** Treasury contract. */
  readonly treasury: string;
  /** USDC units. */
  readonly amount: bigint;
  readonly txHash: string;
  /** 'block.log' of the event: what makes it one and the same. */
  readonly position: string;
  readonly effectiveAt: Date;
}

/**
 * Shares of a primary sale were delivered and their price went to the treasury: D treasury / C issuer_proceeds. What
 * waits in the offering contract is the investors' and stands in nobody's books.
 */
export function offeringProceeds(input: OfferingProceeds): JournalEntry {
  const currency = usdcOn(input.chainId);
  return journalEntry({
    key: {
      sourceType: 'offering_proceeds',
      sourceId: `${input.offeringId}.${input.position}`,
      postingKind: 'received',
    },
    description: 'Proceeds of a primary sale',
    effectiveAt: input.effectiveAt,
    postings: [
      debit(accounts.treasury(input.chainId, input.treasury), input.amount, currency),
      credit(accounts.issuerProceeds(input.offeringId), input.amount, currency),
    ],
    metadata: { propertyId: input.propertyId, offeringId: input.offeringId, txHash: input.txHash },
  });
}

export interface ProceedsPaidOut extends TreasuryRelease {
  readonly payoutId: string;
  readonly offeringId: string;
}

/** The treasury sent proceeds to the issuer: D issuer_proceeds / C treasury, never more than the sale earned. */
export function proceedsPaidOut(input: ProceedsPaidOut): JournalEntry {
  return treasuryRelease(input, {
    reference: input.payoutId,
    postingKind: 'issuer_proceeds',
    description: 'Proceeds of a primary sale paid to the issuer',
    owed: accounts.issuerProceeds(input.offeringId),
    metadata: { offeringId: input.offeringId },
  });
}
