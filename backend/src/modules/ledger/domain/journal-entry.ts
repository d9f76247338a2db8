import { LedgerError } from './ledger.error.ts';

/** D = debit, C = credit. */
export type Side = 'D' | 'C';

/**
 * Each currency is a ledger of its own: an entry balances in every currency it touches.
 * USD counts cents; USDC counts 10⁻⁶ and is told apart by where it is; native coins count wei.
 */
export type LedgerCurrency = 'USD' | 'USDC.circle' | `USDC.${number}` | `NATIVE.${number}`;

export const USD = 'USD' as const;
export const USDC_CIRCLE = 'USDC.circle' as const;
/** USDC on the chain with this id. */
export const usdcOn = (chainId: number): `USDC.${number}` => `USDC.${chainId}`;
/** The coin that pays for gas on the chain with this id. */
export const nativeOn = (chainId: number): `NATIVE.${number}` => `NATIVE.${chainId}`;

/** USDC units in one US cent. */
export const UNITS_PER_CENT = 10_000n;

/** One leg. `amount` is in the smallest unit of `currency` and always positive. */
export interface Posting {
  readonly account: string;
  readonly side: Side;
  readonly amount: bigint;
  readonly currency: LedgerCurrency;
}

/** What happened in the world, and which consequence of it this entry books. A second posting cannot exist. */
export interface BusinessKey {
  readonly sourceType: string;
  readonly sourceId: string;
  readonly postingKind: string;
}

export interface JournalEntry {
  readonly key: BusinessKey;
  readonly description: string;
  /** When it happened, by the clock of whoever knows: provider, bank or chain. Never the time of posting. */
  readonly effectiveAt: Date;
  readonly postings: readonly Posting[];
  /** Ids that lead from the entry to its causes (property, lease, transaction hash …); sealed with it. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `pending` reserves amounts without moving posted balances, until another entry resolves it. */
  readonly phase: 'posted' | 'pending';
  /** The pending entry whose reservation ends with this one. */
  readonly resolves: BusinessKey | null;
  /** Accounts that must not be below zero after this entry, reservations counted against them. */
  readonly bounded: readonly string[];
}

export interface EntryDraft {
  readonly key: BusinessKey;
  readonly description: string;
  readonly effectiveAt: Date;
  readonly postings: readonly Posting[];
  readonly metadata?: Readonly<Record<string, string | undefined>>;
  readonly phase?: 'posted' | 'pending';
  readonly resolves?: BusinessKey;
  readonly bounded?: readonly string[];
}

export const debit = (account: string, amount: bigint, currency: LedgerCurrency): Posting => ({
  account,
  side: 'D',
  amount,
  currency,
});

export const credit = (account: string, amount: bigint, currency: LedgerCurrency): Posting => ({
  account,
  side: 'C',
  amount,
  currency,
});

/** Both legs of a simple movement. */
export const move = (
  legs: { readonly debit: string; readonly credit: string },
  amount: bigint,
  currency: LedgerCurrency,
): Posting[] => [debit(legs.debit, amount, currency), credit(legs.credit, amount, currency)];

/**
 * Completes a draft: drops legs of zero (no fee, no dust), and refuses negative amounts and entries that do not
 * balance in each currency. Throws {@link LedgerError}.
 */
export function journalEntry(draft: EntryDraft): JournalEntry {
  const postings = draft.postings.filter((posting) => posting.amount !== 0n);
  const name = `${draft.key.sourceType}/${draft.key.sourceId}/${draft.key.postingKind}`;
  for (const posting of postings) {
    if (posting.amount < 0n) {
      throw new LedgerError('UNBALANCED_ENTRY', `${name}: ${posting.account} has a negative amount.`);
    }
  }
  for (const [currency, sum] of totals(postings)) {
    if (sum !== 0n) throw new LedgerError('UNBALANCED_ENTRY', `${name}: ${currency} is off by ${sum}.`);
  }
  if (postings.length === 0 && draft.resolves === undefined) {
    throw new LedgerError('UNBALANCED_ENTRY', `${name}: nothing to post.`);
  }
  return {
    key: draft.key,
    description: draft.description,
    effectiveAt: draft.effectiveAt,
    postings,
    metadata: definedOnly(draft.metadata ?? {}),
    phase: draft.phase ?? 'posted',
    resolves: draft.resolves ?? null,
    bounded: draft.bounded ?? [],
  };
}

/** Debits minus credits per currency; all zero in a balanced entry. */
export function totals(postings: readonly Posting[]): ReadonlyMap<LedgerCurrency, bigint> {
  const sums = new Map<LedgerCurrency, bigint>();
  for (const { currency, side, amount } of postings) {
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === 'D' ? amount : -amount));
  }
  return sums;
}

function definedOnly(metadata: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata)) if (value !== undefined) result[key] = value;
  return result;
}

/** An amount that belongs to one property. */
export interface PropertyLine {
  readonly propertyId: string;
  readonly amount: bigint;
}

/** Sum of the lines; throws when a line is not positive or a property appears twice. */
export function sumOfLines(lines: readonly PropertyLine[]): bigint {
  const seen = new Set<string>();
  let sum = 0n;
  for (const { propertyId, amount } of lines) {
    if (amount <= 0n)
      throw new LedgerError('MALFORMED_ENTRY', `Property ${propertyId}: amount must be positive.`);
    if (seen.has(propertyId))
      throw new LedgerError('MALFORMED_ENTRY', `Property ${propertyId} appears twice.`);
    seen.add(propertyId);
    sum += amount;
  }
  return sum;
}

/** Lines as metadata, so that an auditor reads the split from the entry itself. */
export const linesAsMetadata = (lines: readonly PropertyLine[]): Record<string, string> =>
  Object.fromEntries(lines.map(({ propertyId, amount }) => [`property.${propertyId}`, amount.toString()]));
