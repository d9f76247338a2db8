import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils';
import { z } from 'zod';
import type { LedgerReceipt } from './ledger.ts';
import { leafHash, verifyInclusion } from './merkle.ts';

const integer = z.string().regex(/^(0|[1-9]\d*)$/);

const canonicalPostingSchema = z.strictObject({
  account: z.string(),
  amount: integer,
  currency: z.string(),
  position: integer,
  side: z.enum(['D', 'C']),
});

/**
 * A journal entry as it is hashed, version 1: every column of the entry and of its postings, all values strings.
 * `transaction` is the database transaction that wrote the entry; `resolves` the entry whose reservation it ended.
 */
export const canonicalEntrySchema = z.strictObject({
  bodyDigest: z.string().regex(/^[0-9a-f]{64}$/),
  description: z.string(),
  effectiveAt: z.iso.datetime({ precision: 3 }),
  entryId: integer,
  metadata: z.record(z.string(), z.string()),
  phase: z.enum(['posted', 'pending']),
  postedAt: z.iso.datetime({ precision: 3 }),
  postingKind: z.string(),
  postings: z.array(canonicalPostingSchema),
  resolves: integer.nullable(),
  sourceId: z.string(),
  sourceType: z.string(),
  transaction: integer,
  version: z.literal('1'),
});
export type CanonicalEntry = z.infer<typeof canonicalEntrySchema>;

/** JSON with sorted keys and without white space: equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  if (typeof value === 'string' || value === null) return JSON.stringify(value);
  throw new TypeError(`A canonical value must be text, null, a list or an object, not ${typeof value}.`);
}

/** The text whose UTF-8 bytes are the leaf's data. */
export const encodeEntry = (entry: CanonicalEntry): string => canonicalJson(entry);

/** Hash of the leaf that stands for this entry in the sealed log. */
export const entryLeafHash = (entry: CanonicalEntry): Uint8Array => leafHash(utf8ToBytes(encodeEntry(entry)));

export const toHex = (bytes: Uint8Array): `0x${string}` => `0x${bytesToHex(bytes)}`;
export const fromHex = (hex: string): Uint8Array => hexToBytes(hex.replace(/^0x/, ''));

export type ReceiptVerdict =
  | { readonly valid: true }
  | {
      readonly valid: false;
      readonly reason: 'ENTRY_MALFORMED' | 'LEAF_DIFFERS' | 'NOT_INCLUDED' | 'OTHER_HEAD';
    };

const word = (value: string): Uint8Array => hexToBytes(BigInt(value).toString(16).padStart(64, '0'));

/**
 * Head of an anchor, as the LedgerAnchor contract computes it: the last 24 bytes of the hash of the head before and of
 * the anchor's number, size and root, as a word. It commits to all anchors up to this one.
 */
export function anchorHead(
  anchor: Pick<LedgerReceipt, 'previousHead' | 'sequence' | 'size' | 'root'>,
): `0x${string}` {
  const { previousHead, sequence, size, root } = anchor;
  const hash = keccak_256(concatBytes(word(previousHead), word(sequence), word(size), word(root)));
  return `0x${'00'.repeat(8)}${bytesToHex(hash.slice(8))}`;
}

/**
 * Checks a receipt without trusting whoever sent it. `anchoredHead` must come from the chain: the head in the `Anchored`
 * event of the LedgerAnchor contract with the number `receipt.sequence`, which is in `receipt.transaction`. For the
 * newest anchor it is also the head that `LedgerAnchor.latest()` answers.
 */
export function verifyReceipt(receipt: LedgerReceipt, anchoredHead: string): ReceiptVerdict {
  const entry = canonicalEntrySchema.safeParse(receipt.entry);
  if (!entry.success) return { valid: false, reason: 'ENTRY_MALFORMED' };
  const leaf = entryLeafHash(entry.data);
  if (toHex(leaf) !== receipt.leafHash.toLowerCase()) return { valid: false, reason: 'LEAF_DIFFERS' };
  const included = verifyInclusion({
    leaf,
    index: BigInt(receipt.index),
    size: BigInt(receipt.size),
    proof: receipt.proof.map(fromHex),
    root: fromHex(receipt.root),
  });
  if (!included) return { valid: false, reason: 'NOT_INCLUDED' };
  const sameHead = anchorHead(receipt) === anchoredHead.toLowerCase();
  return sameHead ? { valid: true } : { valid: false, reason: 'OTHER_HEAD' };
}
