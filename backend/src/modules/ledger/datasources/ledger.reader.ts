import type { CanonicalEntry } from '@freehold/shared/journal-encoding';
import { z } from 'zod';
import type { BusinessKey } from '../domain/journal-entry.ts';
import { type LedgerTransaction, queryRows } from '../domain/ledger-transaction.ts';
import { canonicalEntries, entryColumns, postingsOfEntries } from './journal.rows.ts';

/** An entry with its place in the sealed log. */
export interface StoredEntry {
  readonly entry: CanonicalEntry;
  readonly sealed: { readonly seq: bigint; readonly leafHash: Uint8Array } | null;
}

export interface AccountBalance {
  readonly account: string;
  readonly type: string;
  readonly normalSide: 'D' | 'C';
  readonly currency: string;
  /** Positive on the normal side. */
  readonly balance: bigint;
  /** Reservations against the balance: pending amounts on the other side. */
  readonly reserved: bigint;
}

export interface EntryFilter {
  readonly sourceType?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly account?: string | undefined;
  /** Entries older than this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const sealRow = z.object({
  entryId: z.string(),
  seq: z.string().nullable(),
  leafHash: z.instanceof(Uint8Array).nullable(),
});

async function withPostings(db: LedgerTransaction, rows: unknown[]): Promise<StoredEntry[]> {
  const seals = z.array(sealRow).parse(rows);
  const postings = await queryRows(db, postingsOfEntries, [seals.map(({ entryId }) => entryId)]);
  const bare = z
    .array(z.looseObject({}))
    .parse(rows)
    .map(({ seq: _, leafHash: __, ...entry }) => entry);
  return canonicalEntries(bare, postings).map((entry, index) => {
    const { seq = null, leafHash = null } = seals[index] ?? {};
    return { entry, sealed: seq === null || leafHash === null ? null : { seq: BigInt(seq), leafHash } };
  });
}

const entrySource = `SELECT ${entryColumns}, s.seq::text AS seq, s.leaf_hash AS "leafHash"
  FROM ledger.journal_entry e LEFT JOIN ledger.sealed_entry s ON s.entry_id = e.id`;

export async function readEntry(db: LedgerTransaction, entryId: string): Promise<StoredEntry | null> {
  const rows = await queryRows(db, `${entrySource} WHERE e.id = $1::bigint`, [entryId]);
  return (await withPostings(db, rows))[0] ?? null;
}

/** Newest first. */
export async function readEntries(db: LedgerTransaction, filter: EntryFilter): Promise<StoredEntry[]> {
  const rows = await queryRows(
    db,
    `${entrySource}
     WHERE ($1::text IS NULL OR e.source_type = $1) AND ($2::text IS NULL OR e.source_id = $2)
       AND ($3::bigint IS NULL OR e.id < $3)
       AND ($4::text IS NULL OR EXISTS (
         SELECT FROM ledger.posting p JOIN ledger.account a ON a.id = p.account_id
         WHERE p.entry_id = e.id AND a.path = $4))
     ORDER BY e.id DESC LIMIT $5`,
    [
      filter.sourceType ?? null,
      filter.sourceId ?? null,
      filter.before ?? null,
      filter.account ?? null,
      filter.limit,
    ],
  );
  return withPostings(db, rows);
}

const idRows = z.array(z.object({ id: z.string() }));

/** Id of the entry posted under a business key. */
export async function readEntryId(db: LedgerTransaction, key: BusinessKey): Promise<string | null> {
  const rows = await queryRows(
    db,
    `SELECT id::text FROM ledger.journal_entry WHERE source_type = $1 AND source_id = $2 AND posting_kind = $3`,
    [key.sourceType, key.sourceId, key.postingKind],
  );
  return idRows.parse(rows)[0]?.id ?? null;
}

const balanceRows = z.array(
  z.object({
    account: z.string(),
    type: z.string(),
    normalSide: z.enum(['D', 'C']),
    currency: z.string(),
    balance: z.string().transform((value) => BigInt(value)),
    reserved: z.string().transform((value) => BigInt(value)),
  }),
);

const balanceSource = `
  SELECT a.path AS account, a.type, a.normal_side AS "normalSide", a.currency,
         (CASE a.normal_side WHEN 'D' THEN b.posted_debit - b.posted_credit
                             ELSE b.posted_credit - b.posted_debit END)::text AS balance,
         (CASE a.normal_side WHEN 'D' THEN b.pending_credit ELSE b.pending_debit END)::text AS reserved
  FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id`;

/** Balances of all accounts whose path is `prefix` or begins with `prefix:`; of all accounts without one. */
export async function readBalances(db: LedgerTransaction, prefix?: string): Promise<AccountBalance[]> {
  const rows = await queryRows(
    db,
    `${balanceSource}
     WHERE $1::text IS NULL OR a.path = $1 OR starts_with(a.path, $1 || ':')
     ORDER BY a.path COLLATE "C", a.currency`,
    [prefix ?? null],
  );
  return balanceRows.parse(rows);
}

/** Balance of one account, zero when nothing was ever posted to it. Positive on the account's normal side. */
export async function readBalance(db: LedgerTransaction, account: string, currency: string): Promise<bigint> {
  const rows = await queryRows(db, `${balanceSource} WHERE a.path = $1 AND a.currency = $2`, [
    account,
    currency,
  ]);
  return balanceRows.parse(rows)[0]?.balance ?? 0n;
}
