import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Hex, stringToBytes, toHex, zeroHash } from 'viem';
import { type AnchorClaim, headOf, signAnchor } from '../support/anchors.ts';
import { createPlatform, key } from '../support/platform.ts';
import { auditPath, leafHash, treeHash } from '../support/rfc6962.ts';

const p = await createPlatform();
const { anchor } = p;
const entries = Array.from({ length: 40 }, (_, index) => stringToBytes(`entry ${index}`));
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33, 40];

/** All anchors of this ledger, in order. */
const claims: AnchorClaim[] = [];
for (const size of SIZES) {
  const before = claims.at(-1);
  claims.push({
    sequence: BigInt(claims.length + 1),
    size: BigInt(size),
    root: toHex(treeHash(entries.slice(0, size))),
    previousHead: before ? headOf(before) : zeroHash,
  });
}

async function submit(claim: AnchorClaim) {
  const signature = await signAnchor(p, p.cosigner, claim);
  const { sequence, size, root, previousHead } = claim;
  await p.anchor.write.anchor([sequence, size, root, previousHead, '0x', signature], {
    account: p.operator.account,
  });
}

async function allAnchored() {
  for (const claim of claims) await submit(claim);
}

const at = (sequence: number): AnchorClaim => {
  const claim = claims[sequence - 1];
  assert.ok(claim);
  return claim;
};
const leafOf = (index: number): Hex => toHex(leafHash(entries[index] ?? new Uint8Array()));
const proofOf = (index: number, size: bigint): Hex[] =>
  auditPath(index, entries.slice(0, Number(size))).map((hash) => toHex(hash));

type Question = Readonly<{
  sequence: bigint;
  leaf: Hex;
  index: bigint;
  proof: readonly Hex[];
  previousHead: Hex;
  roots: ReadonlyArray<Readonly<{ size: bigint; root: Hex }>>;
}>;

/** What proves entry `index` under an anchor, while `newest` is the newest. */
function questionOf(claim: AnchorClaim, index: number, newest = claims.length): Question {
  return {
    sequence: claim.sequence,
    leaf: leafOf(index),
    index: BigInt(index),
    proof: proofOf(index, claim.size),
    previousHead: claim.previousHead,
    roots: claims.slice(Number(claim.sequence) - 1, newest).map(({ size, root }) => ({ size, root })),
  };
}

const verify = ({ sequence, leaf, index, proof, previousHead, roots }: Question) =>
  anchor.read.verify([sequence, leaf, index, [...proof], previousHead, [...roots]]);

describe('The proof of an entry under the newest anchor', () => {
  it('holds for every entry of every tree against RFC 6962, and for nothing else', async () => {
    await p.load(async () => {});
    for (const claim of claims) {
      await submit(claim);
      const { size } = claim;
      for (let index = 0; index < size; index++) {
        const question = questionOf(claim, index, Number(claim.sequence));
        assert.equal(question.roots.length, 1);
        assert.equal(await verify(question), true, `entry ${index} of ${size}`);
        assert.equal(await verify({ ...question, leaf: key('other') }), false);
        assert.equal(await verify({ ...question, index: question.index + size }), false);
        assert.equal(await verify({ ...question, proof: [...question.proof, zeroHash] }), false);
        if (size > 1n) {
          assert.equal(await verify({ ...question, proof: question.proof.slice(1) }), false);
          assert.equal(await verify({ ...question, index: (question.index + 1n) % size }), false);
        }
      }
    }
  });

  it('does not hold before anything was anchored', async () => {
    await p.load(async () => {});
    const question = questionOf(at(1), 0, 1);
    assert.equal(await verify(question), false);
    assert.equal(await verify({ ...question, sequence: 0n }), false);
    assert.equal(await verify({ ...question, roots: [] }), false);
    assert.equal(await anchor.read.isAnchored([1n, zeroHash, []]), false);
  });
});

describe('The proof of an entry under an older anchor', () => {
  it('holds when all anchors since are handed in', async () => {
    await p.load(allAnchored);
    for (const claim of claims) {
      const question = questionOf(claim, Number(claim.size) - 1);
      assert.equal(await verify(question), true, `anchor ${claim.sequence}`);
      assert.equal(
        await anchor.read.isAnchored([claim.sequence, claim.previousHead, [...question.roots]]),
        true,
      );
    }
  });

  it('does not hold when an anchor since is left out, repeated, moved or too many', async () => {
    await p.load(allAnchored);
    const question = questionOf(at(10), 3);
    const { roots } = question;
    const [one, two, three, ...rest] = roots;
    assert.ok(one && two && three);
    for (const changed of [
      [],
      [one],
      roots.slice(0, -1),
      [one, three, ...rest],
      [one, one, two, three, ...rest],
      [one, three, two, ...rest],
      [...roots, { size: 41n, root: key('not anchored') }],
    ]) {
      assert.equal(await verify({ ...question, roots: changed }), false);
    }
    assert.equal(await verify(question), true);
  });

  it('does not hold over a forged root, size, number or past', async () => {
    await p.load(allAnchored);
    const question = questionOf(at(10), 3);
    const [one, ...rest] = question.roots;
    assert.ok(one);
    // A tree of one forged entry, said to have been anchored as number 10.
    const forged = { ...question, leaf: key('forged'), index: 0n, proof: [] };
    assert.equal(await verify({ ...forged, roots: [{ size: 1n, root: key('forged') }, ...rest] }), false);
    assert.equal(await verify({ ...question, roots: [{ ...one, size: one.size + 1n }, ...rest] }), false);
    assert.equal(await verify({ ...question, previousHead: at(9).previousHead }), false);
    assert.equal(await verify({ ...question, previousHead: zeroHash }), false);
    for (const sequence of [0n, 9n, 11n, 2n ** 64n - 1n]) {
      assert.equal(await verify({ ...question, sequence }), false, `number ${sequence}`);
    }
    // True heads, but the proof of another anchor's tree.
    assert.equal(await verify({ ...question, proof: proofOf(3, at(11).size) }), false);
    assert.equal(await verify(question), true);
  });

  it('does not hold over the high bytes of a past head, which are always zero', async () => {
    await p.load(allAnchored);
    const question = questionOf(at(10), 3);
    const padded = toHex(BigInt(question.previousHead) | (1n << 255n), { size: 32 });
    assert.equal(await verify({ ...question, previousHead: padded }), false);
  });
});
