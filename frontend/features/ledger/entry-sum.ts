import type { LedgerEntry } from '@freehold/shared/ledger';
import type { MoneyLike } from '#lib/money-format.ts';

/** What an entry moved: the sum of its debits in each currency, in order of appearance. */
export function entrySums(entry: Pick<LedgerEntry, 'postings'>): readonly MoneyLike[] {
  const sums = new Map<string, bigint>();
  for (const posting of entry.postings) {
    if (posting.side === 'D') {
      sums.set(posting.currency, (sums.get(posting.currency) ?? 0n) + BigInt(posting.amount));
    }
  }
  return [...sums].map(([currency, amount]) => ({ amount: amount.toString(), currency }));
}

/** Whether debits equal credits in every currency. */
export function isBalanced(entry: Pick<LedgerEntry, 'postings'>): boolean {
  const left = new Map<string, bigint>();
  for (const { side, amount, currency } of entry.postings) {
    const signed = side === 'D' ? BigInt(amount) : -BigInt(amount);
    left.set(currency, (left.get(currency) ?? 0n) + signed);
  }
  return [...left.values()].every((rest) => rest === 0n);
}
