import type { JournalEntry } from '../domain/journal-entry.ts';

export const effectiveAt = new Date('2026-04-01T00:00:00Z');
export const home = { leaseId: 'l1', propertyId: 'p1', effectiveAt };
export const receipt = {
  ...home,
  balanceTransactionId: 'txn_1',
  chargeRef: 'ch_1',
  gross: 100_000n,
  fee: 2_930n,
};
export const TREASURY = `0x${'AA'.repeat(20)}`;
export const DIVIDENDS = `0x${'BB'.repeat(20)}`;
export const HOLDER = `0x${'CC'.repeat(20)}`;
export const [treasury, dividends, holder] = [TREASURY, DIVIDENDS, HOLDER].map((address) =>
  address.toLowerCase(),
);
export const chain = { chainId: 31_337, treasury: TREASURY, dividends: DIVIDENDS };

/** What is told, the entry, the key under which it posts, and its legs in order. */
export type RuleExample = readonly [string, JournalEntry, string, readonly string[]];
