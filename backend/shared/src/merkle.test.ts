import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from './journal-encoding.ts';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  type ReadNode,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

/** The definition of RFC 6962 §2.1, word for word, as a second opinion. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot();
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

/** Complete subtrees of `leaves`, remembered: their hashes are asked for again and again. */
function reader(leaves: readonly Uint8Array[]): ReadNode {
  const known = new Map<string, Uint8Array>();
  return (level, index) => {
    const key = `${level}:${index}`;
    const width = 2 ** level;
    const start = Number(index) * width;
    const hash = known.get(key) ?? naiveRoot(leaves.slice(start, start + width));
    known.set(key, hash);
    return hash;
  };
}

const numbered = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => leafHash(Uint8Array.of(index % 256, index >> 8)));

test('roots agree with the published vectors of Certificate Transparency', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const leaves = inputs.map((input) => leafHash(fromHex(input)));
  for (const [index, root] of roots.entries()) {
    assert.equal(toHex(rootOf(BigInt(index + 1), reader(leaves))), `0x${root}`);
  }
  assert.equal(
    toHex(rootOf(0n, reader([]))),
    '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
});

test('every leaf of every tree up to 130 leaves has a proof that verifies, and for no other leaf', () => {
  const all = numbered(130);
  const read = reader(all);
  for (let size = 1; size <= all.length; size += 1) {
    const leaves = all.slice(0, size);
    const root = naiveRoot(leaves);
    for (const [index, leaf] of leaves.entries()) {
      const proof = inclusionProof(BigInt(index), BigInt(size), (level, at) => {
        assert.ok((at + 1n) << BigInt(level) <= BigInt(size), 'only complete subtrees are read');
        return read(level, at);
      });
      const claim = { leaf, index: BigInt(index), size: BigInt(size), proof, root };
      assert.ok(verifyInclusion(claim), `leaf ${index} of ${size}`);
      assert.ok(!verifyInclusion({ ...claim, leaf: leafHash(Uint8Array.of(1, 2, 3)) }));
      if (size > 1) {
        assert.ok(!verifyInclusion({ ...claim, index: BigInt((index + 1) % size) }));
        assert.ok(!verifyInclusion({ ...claim, proof: proof.slice(1) }));
        assert.ok(!verifyInclusion({ ...claim, proof: [...proof, root] }));
      }
    }
  }
});

test('every pair of trees up to 130 leaves is shown consistent, and a changed history is not', () => {
  const all = numbered(130);
  const read = reader(all);
  const roots = all.map((_, index) => naiveRoot(all.slice(0, index + 1)));
  const other = leafHash(Uint8Array.of(9, 9, 9));
  for (let newSize = 1; newSize <= all.length; newSize += 1) {
    const newRoot = roots[newSize - 1] ?? other;
    for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
      const proof = consistencyProof(BigInt(oldSize), BigInt(newSize), read);
      const claim = {
        oldSize: BigInt(oldSize),
        newSize: BigInt(newSize),
        oldRoot: roots[oldSize - 1] ?? other,
        newRoot,
        proof,
      };
      assert.ok(verifyConsistency(claim), `${oldSize} in ${newSize}`);
      assert.ok(!verifyConsistency({ ...claim, oldRoot: other }));
      assert.ok(!verifyConsistency({ ...claim, newRoot: other }));
    }
  }
});

test('a proof for a leaf outside the tree is refused', () => {
  const leaves = numbered(5);
  assert.throws(() => inclusionProof(5n, 5n, reader(leaves)), RangeError);
  assert.throws(() => consistencyProof(6n, 5n, reader(leaves)), RangeError);
  const root = naiveRoot(leaves);
  assert.ok(!verifyInclusion({ leaf: leaves[0] ?? root, index: -1n, size: 5n, proof: [], root }));
  assert.ok(!verifyInclusion({ leaf: leaves[0] ?? root, index: 5n, size: 5n, proof: [], root }));
});
