import fc from 'fast-check';
import { accounts } from '../domain/chart-of-accounts.ts';
import {
  type JournalEntry,
  journalEntry,
  type LedgerCurrency,
  move,
  USD,
  usdcOn,
} from '../domain/journal-entry.ts';

/** Accounts on which random entries meet; few, so that they meet often. */
const places: readonly { readonly account: string; readonly currency: LedgerCurrency }[] = [
  ...['l1', 'l2', 'l3'].map((id) => ({ account: accounts.rentReceivable(id), currency: USD })),
  ...['p1', 'p2'].map((id) => ({ account: accounts.rentDeferred(id), currency: USD })),
  ...['p1', 'p2'].map((id) => ({ account: accounts.rentCollected(id), currency: USD })),
  { account: accounts.stripePending, currency: USD },
  { account: accounts.stripeAvailable, currency: USD },
  { account: accounts.bank, currency: USD },
  ...['p1', 'p2'].map((id) => ({ account: accounts.rentCollected(id), currency: usdcOn(31_337) })),
  { account: accounts.treasury(31_337, `0x${'ab'.repeat(20)}`), currency: usdcOn(31_337) },
  { account: accounts.platformFee, currency: usdcOn(31_337) },
];

const legs = fc
  .tuple(
    fc.nat(places.length - 1),
    fc.nat(places.length - 1),
    fc.oneof(fc.bigInt(1n, 1_000_000n), fc.bigInt(1n, 10n ** 60n)),
  )
  .map(([from, to, amount]) => {
    const debited = places[from] ?? { account: accounts.bank, currency: USD };
    const same = places.filter(({ currency }) => currency === debited.currency);
    const credited = same[to % same.length] ?? debited;
    return move({ debit: debited.account, credit: credited.account }, amount, debited.currency);
  });

/** Balanced entries whose keys collide now and then, some of them pending, some resolving a pending one. */
export const arbitraryEntry: fc.Arbitrary<JournalEntry> = fc
  .record({
    id: fc.nat(40),
    kind: fc.constantFrom('posted', 'pending', 'resolving'),
    moves: fc.array(legs, { minLength: 1, maxLength: 4 }),
    note: fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\u0000', '')),
    at: fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  })
  .map(({ id, kind, moves, note, at }) => {
    const key = { sourceType: 'test', sourceId: `${id % 25}`, postingKind: kind };
    return journalEntry({
      key,
      description: `entry ${note}`,
      effectiveAt: at,
      postings: moves.flat(),
      metadata: { note: `${id}` },
      phase: kind === 'pending' ? 'pending' : 'posted',
      ...(kind === 'resolving' ? { resolves: { ...key, postingKind: 'pending' } } : {}),
    });
  });
