import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeAbiParameters, type Hex, keccak256, stringToBytes, toHex, zeroHash } from 'viem';
import { createPlatform, key, type Wallet } from '../support/platform.ts';
import { auditPath, leafHash, treeHash } from '../support/rfc6962.ts';

const p = await createPlatform();
const { viem, anchor } = p;
const entries = Array.from({ length: 40 }, (_, index) => stringToBytes(`entry ${index}`));

type Head = Readonly<{ sequence: bigint; size: bigint; root: Hex; previousHead: Hex }>;

const sign = (signer: Wallet, message: Head) =>
  signer.signTypedData({
    domain: {
      name: 'Freehold LedgerAnchor',
      version: '1',
      chainId: p.deployment.chainId,
      verifyingContract: anchor.address,
    },
    types: {
      Anchor: [
        { name: 'sequence', type: 'uint64' },
        { name: 'size', type: 'uint64' },
        { name: 'root', type: 'bytes32' },
        { name: 'previousHead', type: 'bytes32' },
      ],
    },
    primaryType: 'Anchor',
    message,
  });

async function submit(head: Head, signers: readonly [Wallet, Wallet] = [p.operator, p.cosigner]) {
  const [a, b] = await Promise.all(signers.map((signer) => sign(signer, head)));
  assert.ok(a && b);
  return anchor.write.anchor([head.sequence, head.size, head.root, head.previousHead, a, b], {
    account: p.stranger.account,
  });
}

const rootOf = (size: number) => toHex(treeHash(entries.slice(0, size)));
const headOf = ({ previousHead, sequence, size, root }: Head) =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint64' }, { type: 'uint64' }, { type: 'bytes32' }],
      [previousHead, sequence, size, root],
    ),
  );
const first: Head = { sequence: 1n, size: 5n, root: rootOf(5), previousHead: zeroHash };

async function empty() {}

async function anchoredOnce() {
  await submit(first);
}

describe('The ledger anchor', () => {
  it('chains each anchor to the one before', async () => {
    await p.load(anchoredOnce);
    const second: Head = { sequence: 2n, size: 9n, root: rootOf(9), previousHead: headOf(first) };
    await viem.assertions.emitWithArgs(submit(second), anchor, 'Anchored', [
      2n,
      9n,
      rootOf(9),
      headOf(second),
    ]);
    assert.deepEqual(await anchor.read.latest(), [2n, 9n, rootOf(9), headOf(second)]);
    assert.equal(await anchor.read.rootAt([1n]), rootOf(5));
    assert.equal(await anchor.read.sizeAt([1n]), 5n);
  });

  it('refuses a gap, a repetition, a ledger that does not grow and a foreign past', async () => {
    await p.load(anchoredOnce);
    const next: Head = { sequence: 2n, size: 9n, root: rootOf(9), previousHead: headOf(first) };
    for (const [change, error] of [
      [{ sequence: 1n }, 'LedgerAnchorWrongSequence'],
      [{ sequence: 3n }, 'LedgerAnchorWrongSequence'],
      [{ size: 5n }, 'LedgerAnchorSizeNotGrowing'],
      [{ size: 4n }, 'LedgerAnchorSizeNotGrowing'],
      [{ previousHead: zeroHash }, 'LedgerAnchorWrongPreviousHead'],
    ] as const) {
      await viem.assertions.revertWithCustomError(submit({ ...next, ...change }), anchor, error);
    }
    await viem.assertions.revertWithCustomError(
      anchor.read.rootAt([2n]),
      anchor,
      'LedgerAnchorUnknownSequence',
    );
  });

  it('needs both roles, each in its place', async () => {
    await p.load(empty);
    for (const signers of [
      [p.operator, p.operator],
      [p.cosigner, p.operator],
      [p.operator, p.stranger],
      [p.stranger, p.cosigner],
    ] as const) {
      await viem.assertions.revertWithCustomError(
        submit(first, signers),
        anchor,
        'LedgerAnchorInvalidSignature',
      );
    }
  });

  it('does not take signatures over another root', async () => {
    await p.load(empty);
    const [a, b] = await Promise.all([sign(p.operator, first), sign(p.cosigner, first)]);
    await viem.assertions.revertWithCustomError(
      anchor.write.anchor([1n, 5n, key('another root'), zeroHash, a, b]),
      anchor,
      'LedgerAnchorInvalidSignature',
    );
  });

  it('verifies every entry of every tree size up to 40 against RFC 6962, and nothing else', async () => {
    await p.load(empty);
    let previousHead: Hex = zeroHash;
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33, 40];
    for (const [position, size] of sizes.entries()) {
      const head: Head = {
        sequence: BigInt(position + 1),
        size: BigInt(size),
        root: rootOf(size),
        previousHead,
      };
      await submit(head);
      previousHead = headOf(head);
      const tree = entries.slice(0, size);
      for (const index of tree.keys()) {
        const proof = auditPath(index, tree).map((hash) => toHex(hash));
        const leaf = toHex(leafHash(tree[index] ?? new Uint8Array()));
        const verify = (of: Hex, at: bigint, path: readonly Hex[]) =>
          anchor.read.verify([head.sequence, of, at, path]);
        assert.equal(await verify(leaf, BigInt(index), proof), true, `entry ${index} of ${size}`);
        assert.equal(await verify(key('other'), BigInt(index), proof), false);
        assert.equal(await verify(leaf, BigInt(index + size), proof), false);
        assert.equal(await verify(leaf, BigInt(index), [...proof, zeroHash]), false);
        if (proof.length > 0) assert.equal(await verify(leaf, BigInt(index), proof.slice(1)), false);
        if (size > 1) assert.equal(await verify(leaf, BigInt((index + 1) % size), proof), false);
      }
    }
    assert.equal(await anchor.read.verify([99n, zeroHash, 0n, []]), false);
  });
});
