import { sha256 } from '@noble/hashes/sha2';
import { concatBytes } from '@noble/hashes/utils';

/**
 * The append-only tree of RFC 6962 (and 9162) over SHA-256. Runs in browsers and in Node; keeps no state.
 * A leaf is SHA-256(0x00 ‖ data), an inner node SHA-256(0x01 ‖ left ‖ right), so that neither passes for the other.
 */
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (data: Uint8Array): Uint8Array => sha256(concatBytes(LEAF, data));

export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(NODE, left, right));

/** Root of a tree without leaves. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array());

/** Reads the hash of the complete subtree of 2^level leaves that starts at leaf index × 2^level. */
export type ReadNode = (level: number, index: bigint) => Uint8Array;

/** Addresses of the complete subtrees that leaves [start, end) are made of, left to right. */
export function completeSubtrees(
  start: bigint,
  end: bigint,
): readonly { readonly level: number; readonly index: bigint }[] {
  const nodes: { level: number; index: bigint }[] = [];
  let at = start;
  while (at < end) {
    let level = 0;
    while (at % (1n << BigInt(level + 1)) === 0n && at + (1n << BigInt(level + 1)) <= end) level += 1;
    nodes.push({ level, index: at >> BigInt(level) });
    at += 1n << BigInt(level);
  }
  return nodes;
}

/** MTH of leaves [start, end), where start is a multiple of a power of two not smaller than the range. */
function subtreeRoot(start: bigint, end: bigint, read: ReadNode): Uint8Array {
  const hashes = completeSubtrees(start, end).map(({ level, index }) => read(level, index));
  let root = hashes.pop();
  if (root === undefined) return emptyRoot();
  for (let left = hashes.pop(); left !== undefined; left = hashes.pop()) root = nodeHash(left, root);
  return root;
}

/** Root over the first `size` leaves. */
export const rootOf = (size: bigint, read: ReadNode): Uint8Array => subtreeRoot(0n, size, read);

/** Leaf ranges whose hashes form the inclusion proof of leaf `index` in a tree of `size`, deepest first. */
export function inclusionRanges(index: bigint, size: bigint): readonly (readonly [bigint, bigint])[] {
  if (index < 0n || index >= size) throw new RangeError('The leaf is not in the tree.');
  const ranges: [bigint, bigint][] = [];
  let [start, end] = [0n, size];
  while (end - start > 1n) {
    const split = start + largestPowerOfTwoBelow(end - start);
    if (index < split) {
      ranges.push([split, end]);
      end = split;
    } else {
      ranges.push([start, split]);
      start = split;
    }
  }
  return ranges.reverse();
}

/** PATH(index, D[size]) of RFC 6962. */
export const inclusionProof = (index: bigint, size: bigint, read: ReadNode): Uint8Array[] =>
  inclusionRanges(index, size).map(([start, end]) => subtreeRoot(start, end, read));

/** PROOF(oldSize, D[newSize]) of RFC 6962: shows that the older tree is a prefix of the newer one. */
export function consistencyProof(oldSize: bigint, newSize: bigint, read: ReadNode): Uint8Array[] {
  if (oldSize < 1n || oldSize > newSize) throw new RangeError('The older tree must be a non-empty prefix.');
  const proof: Uint8Array[] = [];
  let [start, end] = [0n, newSize];
  let whole = true;
  while (oldSize !== end) {
    const split = start + largestPowerOfTwoBelow(end - start);
    if (oldSize <= split) {
      proof.push(subtreeRoot(split, end, read));
      end = split;
    } else {
      proof.push(subtreeRoot(start, split, read));
      start = split;
      whole = false;
    }
  }
  if (!whole) proof.push(subtreeRoot(start, end, read));
  return proof.reverse();
}

/** True when `leaf` is number `index` of the tree of `size` leaves with this `root`. */
export function verifyInclusion(claim: {
  readonly leaf: Uint8Array;
  readonly index: bigint;
  readonly size: bigint;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}): boolean {
  if (claim.index < 0n || claim.index >= claim.size) return false;
  let position = claim.index;
  let last = claim.size - 1n;
  let hash = claim.leaf;
  for (const sibling of claim.proof) {
    if (last === 0n || sibling.length !== 32) return false;
    if (position % 2n === 1n || position === last) {
      hash = nodeHash(sibling, hash);
      while (position % 2n === 0n && position !== 0n) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(hash, claim.root);
}

/** True when the tree of `oldSize` with `oldRoot` is a prefix of the tree of `newSize` with `newRoot`. */
export function verifyConsistency(claim: {
  readonly oldSize: bigint;
  readonly oldRoot: Uint8Array;
  readonly newSize: bigint;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = claim;
  if (oldSize < 1n || oldSize > newSize) return false;
  if (oldSize === newSize) return claim.proof.length === 0 && equalBytes(oldRoot, newRoot);
  const isPowerOfTwo = (oldSize & (oldSize - 1n)) === 0n;
  const path = isPowerOfTwo ? [oldRoot, ...claim.proof] : [...claim.proof];
  let position = oldSize - 1n;
  let last = newSize - 1n;
  while (position % 2n === 1n) {
    position >>= 1n;
    last >>= 1n;
  }
  const first = path.shift();
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const sibling of path) {
    if (last === 0n) return false;
    if (position % 2n === 1n || position === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (position % 2n === 0n && position !== 0n) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      newer = nodeHash(newer, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(older, oldRoot) && equalBytes(newer, newRoot);
}

/** Largest power of two strictly below `count`, for count ≥ 2: where RFC 6962 splits a tree. */
function largestPowerOfTwoBelow(count: bigint): bigint {
  return 1n << BigInt((count - 1n).toString(2).length - 1);
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
