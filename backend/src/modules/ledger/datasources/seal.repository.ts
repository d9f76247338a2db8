import { encodeEntry } from '@freehold/shared/journal-encoding';
import { completeSubtrees, leafHash } from '@freehold/shared/merkle';
import type pg from 'pg';
import { z } from 'zod';
import { type LedgerTransaction, queryRows } from '../domain/ledger-transaction.ts';
import { MerkleFrontier, type TreeNode } from '../domain/merkle-frontier.ts';
import { canonicalEntries, entryColumns, postingsOfEntries } from './journal.rows.ts';
import { readNodes } from './tree.repository.ts';

/** Session advisory lock of the one sealer. */
const SEALER_LOCK = '7017280452245743001';

/** Where the sealed log ends: its tree, and the place of its last entry in the order of sealing. */
export interface SealPosition {
  readonly frontier: MerkleFrontier;
  readonly xid: string;
  readonly entryId: string;
}

/** Takes the lock for as long as this connection lives; false when another sealer holds it. */
export async function tryToLead(client: pg.ClientBase): Promise<boolean> {
  const result = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_lock($1) AS leads', [
    SEALER_LOCK,
  ]);
  return result.rows[0]?.leads === true;
}

const positionRow = z.object({ seq: z.string(), xid: z.string(), id: z.string() });

/** Reads the end of the sealed log. */
export async function loadPosition(client: pg.ClientBase): Promise<SealPosition> {
  const last = await client.query(
    `SELECT s.seq::text, e.xid::text, e.id::text FROM ledger.sealed_entry s
     JOIN ledger.journal_entry e ON e.id = s.entry_id ORDER BY s.seq DESC LIMIT 1`,
  );
  if (last.rows.length === 0) return { frontier: MerkleFrontier.empty(), xid: '0', entryId: '0' };
  const { seq, xid, id } = positionRow.parse(last.rows[0]);
  const size = BigInt(seq) + 1n;
  const nodes = completeSubtrees(0n, size);
  const read = await readNodes(client, nodes);
  const peaks = new Map(nodes.map(({ level, index }) => [level, read(level, index)]));
  return { frontier: new MerkleFrontier(size, peaks), xid, entryId: id };
}

/**
 * Entries after `position` that may be sealed, at most `limit`. An entry qualifies when every transaction that could
 * still commit one before it has ended; sealing in the order of (xid, id) then never has to look back.
 */
const sealable = `
  SELECT ${entryColumns}
  FROM ledger.journal_entry e
  WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot()) AND (e.xid, e.id) > ($1::xid8, $2::bigint)
  ORDER BY e.xid, e.id
  LIMIT $3`;

/**
 * Seals one batch in one transaction: leaves, completed nodes and the root. The caller leads. `position.frontier` is
 * advanced even when the commit fails: load the position anew after an error.
 */
export async function sealBatch(
  client: pg.ClientBase,
  position: SealPosition,
  limit: number,
): Promise<{ readonly sealed: number; readonly position: SealPosition }> {
  await client.query('BEGIN');
  try {
    const entries = await client.query(sealable, [position.xid, position.entryId, limit]);
    if (entries.rows.length === 0) {
      await client.query('COMMIT');
      return { sealed: 0, position };
    }
    const ids = z.array(z.object({ entryId: z.string() })).parse(entries.rows);
    const postings = await client.query(postingsOfEntries, [ids.map(({ entryId }) => entryId)]);
    const batch = canonicalEntries(entries.rows, postings.rows);
    await writeBatch(
      client,
      position.frontier,
      batch.map((entry) => ({ id: entry.entryId, text: encodeEntry(entry) })),
    );
    await client.query('COMMIT');
    const last = batch.at(-1);
    return {
      sealed: batch.length,
      position: {
        frontier: position.frontier,
        xid: last?.transaction ?? position.xid,
        entryId: last?.entryId ?? position.entryId,
      },
    };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function writeBatch(
  client: pg.ClientBase,
  frontier: MerkleFrontier,
  batch: readonly { readonly id: string; readonly text: string }[],
): Promise<void> {
  const first = frontier.size;
  const encoder = new TextEncoder();
  const nodes: TreeNode[] = [];
  const leaves = batch.map(({ text }) => {
    const leaf = leafHash(encoder.encode(text));
    nodes.push(...frontier.append(leaf));
    return leaf;
  });
  await client.query(
    `INSERT INTO ledger.sealed_entry (seq, entry_id, leaf_hash, canonical)
     SELECT $1::bigint + l.ordinality - 1, l.entry_id, l.leaf_hash, l.canonical
     FROM unnest($2::bigint[], $3::bytea[], $4::text[]) WITH ORDINALITY AS l (entry_id, leaf_hash, canonical)`,
    [first.toString(), batch.map(({ id }) => id), leaves.map(toBuffer), batch.map(({ text }) => text)],
  );
  await client.query(
    'INSERT INTO ledger.tree_node (level, idx, hash) SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])',
    [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index.toString()),
      nodes.map(({ hash }) => toBuffer(hash)),
    ],
  );
  await client.query('INSERT INTO ledger.seal (size, first_seq, root) VALUES ($1, $2, $3)', [
    frontier.size.toString(),
    first.toString(),
    toBuffer(frontier.root()),
  ]);
}

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const backlogRow = z.object({ unsealed: z.string(), oldestMs: z.number().nullable() });

export interface Backlog {
  readonly unsealed: bigint;
  /** Age of the oldest unsealed entry in milliseconds; null when all is sealed. */
  readonly oldestMilliseconds: number | null;
}

/** How far the sealer is behind. */
export async function readBacklog(db: LedgerTransaction): Promise<Backlog> {
  const rows = await queryRows(
    db,
    `WITH last AS (
       SELECT e.xid, e.id FROM ledger.sealed_entry s JOIN ledger.journal_entry e ON e.id = s.entry_id
       ORDER BY s.seq DESC LIMIT 1
     )
     SELECT count(*)::text AS unsealed,
            (extract(epoch FROM clock_timestamp() - min(e.posted_at)) * 1000)::float8 AS "oldestMs"
     FROM ledger.journal_entry e
     WHERE (e.xid, e.id) > (coalesce((SELECT xid FROM last), '0'::xid8), coalesce((SELECT id FROM last), 0))`,
    [],
  );
  const row = backlogRow.parse(rows[0]);
  return { unsealed: BigInt(row.unsealed), oldestMilliseconds: row.oldestMs };
}
