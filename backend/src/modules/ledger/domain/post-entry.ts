import { z } from 'zod';
import type { JournalEntry } from './journal-entry.ts';
import { LedgerError, ledgerErrorCodes } from './ledger.error.ts';
import { type LedgerTransaction, queryRows } from './ledger-transaction.ts';

export type { LedgerTransaction };

/** What `ledger.post()` answers. `created` is false when the same entry was there already. */
export interface PostedEntry {
  readonly entryId: bigint;
  readonly created: boolean;
}

/**
 * Posts one entry inside the caller's transaction, so that the books and the caller's rows commit together or not at
 * all. Posting the same entry again answers with the first one. Throws {@link LedgerError}; the transaction is then
 * unusable and must roll back. To post several entries at once use {@link postEntries}, which cannot deadlock.
 */
export async function postEntry(tx: LedgerTransaction, entry: JournalEntry): Promise<PostedEntry> {
  const [posted] = await postEntries(tx, [entry]);
  if (posted === undefined) throw new Error('ledger.post answered nothing');
  return posted;
}

/** Posts entries in the given order; accounts are locked in one order for all of them. */
export async function postEntries(
  tx: LedgerTransaction,
  entries: readonly JournalEntry[],
): Promise<readonly PostedEntry[]> {
  if (entries.length === 0) return [];
  const single = entries.length === 1;
  const sql = single
    ? 'SELECT jsonb_build_array(ledger.post($1::jsonb)) AS posted'
    : 'SELECT ledger.post_all($1::jsonb) AS posted';
  const body = JSON.stringify(single ? entries[0] : entries, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  try {
    const rows = await queryRows(tx, sql, [body]);
    return answerSchema.parse(rows)[0].posted;
  } catch (error) {
    throw toLedgerError(error) ?? error;
  }
}

const answerSchema = z.tuple([
  z.object({
    posted: z.array(z.object({ entryId: z.string().transform((id) => BigInt(id)), created: z.boolean() })),
  }),
]);

/** The database speaks as `ledger CODE: sentence`; drivers wrap it differently, the text survives in all of them. */
function toLedgerError(error: unknown): LedgerError | undefined {
  if (!(error instanceof Error)) return undefined;
  const match = /ledger ([A-Z_]+): ([^\n`]*)/.exec(error.message);
  const code = ledgerErrorCodes.find((known) => known === match?.[1]);
  return code === undefined ? undefined : new LedgerError(code, match?.[2] ?? '', { cause: error });
}
