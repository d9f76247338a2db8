import { createHash } from 'node:crypto';

/** RFC 6962 written down word by word from its recursive definitions, to check the contract against. */

const sha256 = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export const leafHash = (entry: Uint8Array) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right);

/** Largest power of two smaller than `n`. */
const split = (n: number) => 2 ** Math.floor(Math.log2(n - 1));

/** MTH(D[n]) of section 2.1. */
export function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (!first) return sha256();
  if (entries.length === 1) return leafHash(first);
  const k = split(entries.length);
  return nodeHash(treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** PATH(m, D[n]) of section 2.1.1. */
export function auditPath(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length <= 1) return [];
  const k = split(entries.length);
  return m < k
    ? [...auditPath(m, entries.slice(0, k)), treeHash(entries.slice(k))]
    : [...auditPath(m - k, entries.slice(k)), treeHash(entries.slice(0, k))];
}
