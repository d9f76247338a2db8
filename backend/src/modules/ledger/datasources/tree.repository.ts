import { completeSubtrees, inclusionProof, inclusionRanges } from '@freehold/shared/merkle';
import { z } from 'zod';
import { type LedgerTransaction, queryRows } from '../domain/ledger-transaction.ts';

interface NodeAddress {
  readonly level: number;
  readonly index: bigint;
}

const nodeRows = z.array(z.object({ level: z.number(), idx: z.string(), hash: z.instanceof(Uint8Array) }));
const keyOf = (level: number, index: bigint): string => `${level}:${index}`;

/** Hashes of complete subtrees, leaves being level 0; throws when one of them is not sealed. */
export async function readNodes(
  db: LedgerTransaction,
  nodes: readonly NodeAddress[],
): Promise<(level: number, index: bigint) => Uint8Array> {
  const rows = await queryRows(
    db,
    `SELECT n.level, n.idx::text AS idx, coalesce(t.hash, s.leaf_hash) AS hash
     FROM unnest($1::int[], $2::bigint[]) AS n (level, idx)
     LEFT JOIN ledger.tree_node t ON t.level = n.level AND t.idx = n.idx
     LEFT JOIN ledger.sealed_entry s ON n.level = 0 AND s.seq = n.idx`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index.toString())],
  );
  const hashes = new Map(nodeRows.parse(rows).map(({ level, idx, hash }) => [`${level}:${idx}`, hash]));
  return (level, index) => {
    const hash = hashes.get(keyOf(level, index));
    if (hash === undefined) throw new Error(`The sealed log lacks node ${keyOf(level, index)}.`);
    return hash;
  };
}

/** Inclusion proof of leaf `index` in the tree over the first `size` leaves: reads O(log² size) rows at once. */
export async function readInclusionProof(
  db: LedgerTransaction,
  index: bigint,
  size: bigint,
): Promise<Uint8Array[]> {
  const nodes = inclusionRanges(index, size).flatMap(([start, end]) => completeSubtrees(start, end));
  return inclusionProof(index, size, await readNodes(db, nodes));
}
