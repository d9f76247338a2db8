import { type CanonicalEntry, canonicalEntrySchema } from '@freehold/shared/journal-encoding';
import { z } from 'zod';

/** Columns of a journal entry as text, ready for the canonical encoding. Alias the table as `e`. */
export const entryColumns = `
  e.id::text AS "entryId", e.xid::text AS transaction, e.source_type AS "sourceType", e.source_id AS "sourceId",
  e.posting_kind AS "postingKind", e.description, e.phase, e.metadata, encode(e.body_digest, 'hex') AS "bodyDigest",
  to_char(e.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "effectiveAt",
  to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "postedAt",
  (SELECT r.pending_entry_id::text FROM ledger.resolution r WHERE r.entry_id = e.id) AS resolves`;

const entryRowsSchema = z.array(canonicalEntrySchema.omit({ version: true, postings: true }));

export const postingsOfEntries = `
  SELECT p.entry_id::text AS "entryId", p.position::text AS position, a.path AS account, p.side,
         p.amount::text AS amount, p.currency
  FROM ledger.posting p JOIN ledger.account a ON a.id = p.account_id
  WHERE p.entry_id = ANY($1::bigint[])
  ORDER BY p.entry_id, p.position`;

const postingRowsSchema = z.array(
  z.object({
    entryId: z.string(),
    position: z.string(),
    account: z.string(),
    side: z.enum(['D', 'C']),
    amount: z.string(),
    currency: z.string(),
  }),
);

/** Joins what the two queries above returned into canonical entries, in the order of `entryRows`. */
export function canonicalEntries(entryRows: unknown, postingRows: unknown): CanonicalEntry[] {
  const byEntry = new Map<string, CanonicalEntry['postings']>();
  for (const { entryId, ...posting } of postingRowsSchema.parse(postingRows)) {
    const postings = byEntry.get(entryId);
    if (postings === undefined) byEntry.set(entryId, [posting]);
    else postings.push(posting);
  }
  return entryRowsSchema
    .parse(entryRows)
    .map((entry) => ({ ...entry, version: '1', postings: byEntry.get(entry.entryId) ?? [] }));
}
