import { accounts } from '../chart-of-accounts.ts';
import {
  type BusinessKey,
  type JournalEntry,
  journalEntry,
  type LedgerCurrency,
  move,
} from '../journal-entry.ts';
import { LedgerError } from '../ledger.error.ts';

export interface UnknownMoney {
  /** 'stripe', 'circle', 'bank', 'chain'. */
  readonly provider: string;
  /** The provider's id of the movement. */
  readonly sourceId: string;
  /** The asset account that grew. */
  readonly asset: string;
  readonly amount: bigint;
  readonly currency: LedgerCurrency;
  readonly effectiveAt: Date;
}

/** Money is there and nobody knows why: D the asset / C suspense, until somebody finds out. */
export function unknownMoney(input: UnknownMoney): JournalEntry {
  return journalEntry({
    key: { sourceType: `unknown_${input.provider}`, sourceId: input.sourceId, postingKind: 'received' },
    description: `Money from ${input.provider} that is not understood yet`,
    effectiveAt: input.effectiveAt,
    postings: move(
      { debit: input.asset, credit: accounts.suspense(input.provider) },
      input.amount,
      input.currency,
    ),
  });
}

export interface SuspenseResolved extends UnknownMoney {
  /** The account the money belongs to; `asset` stays as it is. */
  readonly belongsTo: string;
}

/** Somebody found out: D suspense / C the account it belongs to. */
export function suspenseResolved(input: SuspenseResolved): JournalEntry {
  const suspense = accounts.suspense(input.provider);
  return journalEntry({
    key: { sourceType: `unknown_${input.provider}`, sourceId: input.sourceId, postingKind: 'resolved' },
    description: 'Suspense resolved',
    effectiveAt: input.effectiveAt,
    postings: move({ debit: suspense, credit: input.belongsTo }, input.amount, input.currency),
    bounded: [suspense],
  });
}

export interface Reversal {
  /** The entry as it was posted. */
  readonly entry: Pick<JournalEntry, 'key' | 'description' | 'postings' | 'metadata' | 'phase'>;
  /** Why; kept with the entry. For a reorg, the hash of the block that vanished. */
  readonly reason: string;
  readonly effectiveAt: Date;
}

export const reversalKey = (key: BusinessKey): BusinessKey => ({
  ...key,
  postingKind: `${key.postingKind}.reversed`,
});

/** An entry that turned out wrong: the same legs on the other sides. Nothing is ever edited. */
export function reversalOf(input: Reversal): JournalEntry {
  if (input.entry.phase !== 'posted') {
    throw new LedgerError('MALFORMED_ENTRY', 'A pending entry is resolved, not reversed.');
  }
  return journalEntry({
    key: reversalKey(input.entry.key),
    description: `Reversal: ${input.entry.description}`,
    effectiveAt: input.effectiveAt,
    postings: input.entry.postings.map((posting) => ({
      ...posting,
      side: posting.side === 'D' ? 'C' : 'D',
    })),
    metadata: { ...input.entry.metadata, reversalReason: input.reason },
  });
}

export interface GasSpent {
  readonly chainId: number;
  readonly wallet: string;
  readonly txHash: string;
  /** Wei: gas used × effective price, also of reverted transactions. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

/** Gas of a final transaction: D gas expense / C the wallet's gas account. */
export function gasSpent(input: GasSpent): JournalEntry {
  return journalEntry({
    key: { sourceType: 'chain_transaction', sourceId: input.txHash, postingKind: 'gas' },
    description: 'Gas',
    effectiveAt: input.effectiveAt,
    postings: move(
      { debit: accounts.gasSpent, credit: accounts.gas(input.chainId, input.wallet) },
      input.amount,
      `NATIVE.${input.chainId}`,
    ),
  });
}
