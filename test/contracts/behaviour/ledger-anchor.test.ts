import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import {
  type Address,
  encodeFunctionData,
  type Hex,
  stringToBytes,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { type AnchorClaim, headOf, signAnchor } from '../support/anchors.ts';
import { deployContractSigner } from '../support/mocks.ts';
import { createPlatform, key, type Wallet } from '../support/platform.ts';
import { treeHash } from '../support/rfc6962.ts';

const p = await createPlatform();
const { viem, anchor } = p;
const entries = Array.from({ length: 40 }, (_, index) => stringToBytes(`entry ${index}`));
const SIGNED_BY_SUBMITTING = '0x';
/** After the two words of OpenZeppelin's EIP712. */
const NEWEST_SLOT = 2n;

const rootOf = (size: number) => toHex(treeHash(entries.slice(0, size)));
const first: AnchorClaim = { sequence: 1n, size: 5n, root: rootOf(5), previousHead: zeroHash };
const second: AnchorClaim = { sequence: 2n, size: 9n, root: rootOf(9), previousHead: headOf(first) };

const sign = (signer: Wallet, claim: AnchorClaim) => signAnchor(p, signer, claim);

const write = (claim: AnchorClaim, a: Hex, b: Hex, submitter: Wallet = p.stranger, to = anchor) =>
  to.write.anchor([claim.sequence, claim.size, claim.root, claim.previousHead, a, b], {
    account: submitter.account,
  });

async function submit(claim: AnchorClaim, signers: readonly [Wallet, Wallet] = [p.operator, p.cosigner]) {
  const [a, b] = await Promise.all([sign(signers[0], claim), sign(signers[1], claim)]);
  return write(claim, a, b);
}

async function empty() {}

async function anchoredOnce() {
  await submit(first);
}

const refuses = (hash: Promise<Hex>, signer: Address) =>
  viem.assertions.revertWithCustomErrorWithArgs(hash, anchor, 'LedgerAnchorInvalidSignature', [signer]);
const [roleA, roleB] = [p.operator.account.address, p.cosigner.account.address];

describe('The ledger anchor', () => {
  it('chains each anchor to the one before', async () => {
    await p.load(empty);
    assert.deepEqual(await anchor.read.latest(), [0n, 0n, zeroHash]);
    await submit(first);
    await viem.assertions.emitWithArgs(submit(second), anchor, 'Anchored', [
      2n,
      9n,
      rootOf(9),
      headOf(second),
    ]);
    assert.deepEqual(await anchor.read.latest(), [2n, 9n, headOf(second)]);
    assert.equal(await anchor.read.headOf([headOf(first), 2n, 9n, rootOf(9)]), headOf(second));
  });

  it('keeps the newest anchor in one word of storage and nothing else', async () => {
    await p.load(anchoredOnce);
    const { size, sequence } = first;
    const words = await Promise.all(
      [0, 1, 2, 3, 4].map((slot) => p.client.getStorageAt({ address: anchor.address, slot: toHex(slot) })),
    );
    const newest = (BigInt(headOf(first)) << 64n) | (size << 24n) | sequence;
    assert.deepEqual(
      words.map((word) => BigInt(word ?? 0)).filter((word) => word !== 0n),
      [newest],
    );
  });

  it('refuses a gap, a repetition, a ledger that does not grow and a foreign past', async () => {
    await p.load(anchoredOnce);
    for (const [change, error, args] of [
      [{ sequence: 1n }, 'LedgerAnchorWrongSequence', [2n, 1n]],
      [{ sequence: 3n }, 'LedgerAnchorWrongSequence', [2n, 3n]],
      [{ size: 5n }, 'LedgerAnchorSizeNotGrowing', [5n, 5n]],
      [{ size: 4n }, 'LedgerAnchorSizeNotGrowing', [5n, 4n]],
      [{ size: 1n << 40n }, 'LedgerAnchorTooLarge', [2n, 1n << 40n]],
      [{ previousHead: zeroHash }, 'LedgerAnchorWrongPreviousHead', [headOf(first), zeroHash]],
    ] as const) {
      await viem.assertions.revertWithCustomErrorWithArgs(submit({ ...second, ...change }), anchor, error, [
        ...args,
      ]);
    }
    await submit({ ...second, size: (1n << 40n) - 1n });
  });

  it('stops rather than count on from zero when its numbers are used up', async () => {
    await p.load(anchoredOnce);
    const last = (1n << 24n) - 1n;
    const word = toHex((BigInt(headOf(first)) << 64n) | (5n << 24n) | last, { size: 32 });
    await p.networkHelpers.setStorageAt(anchor.address, NEWEST_SLOT, word);
    assert.deepEqual(await anchor.read.latest(), [last, 5n, headOf(first)]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      submit({ ...second, sequence: last + 1n }),
      anchor,
      'LedgerAnchorTooLarge',
      [last + 1n, 9n],
    );
  });

  it('cannot be deployed with one role twice, or with nobody for a role', async () => {
    await p.load(empty);
    const deploy = (a: Address, b: Address) => viem.deployContract('LedgerAnchor', [a, b]);
    await assert.rejects(deploy(roleA, roleA), /LedgerAnchorSameSigner/);
    await assert.rejects(deploy(zeroAddress, roleB), /LedgerAnchorZeroAddress/);
    await assert.rejects(deploy(roleA, zeroAddress), /LedgerAnchorZeroAddress/);
  });
});

describe('The two roles of the ledger anchor', () => {
  it('are both needed, each in its place', async () => {
    await p.load(empty);
    for (const [signers, missing] of [
      [[p.operator, p.operator], roleB],
      [[p.cosigner, p.cosigner], roleA],
      [[p.cosigner, p.operator], roleA],
      [[p.operator, p.stranger], roleB],
      [[p.stranger, p.cosigner], roleA],
    ] as const) {
      await refuses(submit(first, signers), missing);
    }
  });

  it('need no signature from the one that submits', async () => {
    await p.load(empty);
    await write(first, SIGNED_BY_SUBMITTING, await sign(p.cosigner, first), p.operator);
    await write(second, await sign(p.operator, second), SIGNED_BY_SUBMITTING, p.cosigner);
    assert.deepEqual(await anchor.read.latest(), [2n, 9n, headOf(second)]);
  });

  it('cannot do without the other one by submitting', async () => {
    await p.load(empty);
    const [a, b] = await Promise.all([sign(p.operator, first), sign(p.cosigner, first)]);
    await refuses(write(first, SIGNED_BY_SUBMITTING, SIGNED_BY_SUBMITTING, p.operator), roleB);
    await refuses(write(first, SIGNED_BY_SUBMITTING, SIGNED_BY_SUBMITTING, p.cosigner), roleA);
    await refuses(write(first, SIGNED_BY_SUBMITTING, a, p.operator), roleB);
    await refuses(write(first, b, SIGNED_BY_SUBMITTING, p.cosigner), roleA);
    await refuses(write(first, SIGNED_BY_SUBMITTING, b, p.stranger), roleA);
    await refuses(write(first, a, SIGNED_BY_SUBMITTING, p.stranger), roleB);
  });

  it('are bound by what they sign when they submit it too: a wrong signature is not ignored', async () => {
    await p.load(empty);
    const [wrong, b] = await Promise.all([sign(p.stranger, first), sign(p.cosigner, first)]);
    await refuses(write(first, wrong, b, p.operator), roleA);
    await refuses(write(first, '0x00', b, p.operator), roleA);
  });

  it('sign one claim: their signatures serve for no other root, size, number or past', async () => {
    await p.load(empty);
    const [a, b] = await Promise.all([sign(p.operator, first), sign(p.cosigner, first)]);
    await refuses(write({ ...first, root: key('another root') }, a, b), roleA);
    await refuses(write({ ...first, size: 6n }, a, b), roleA);
    await write(first, a, b);
    await refuses(write({ ...second, root: first.root }, a, b), roleA);
    await viem.assertions.revertWithCustomError(write(first, a, b), anchor, 'LedgerAnchorWrongSequence');
  });

  it('sign for one contract of one chain', async () => {
    await p.load(empty);
    const other = await viem.deployContract('LedgerAnchor', [roleA, roleB]);
    const b = await sign(p.cosigner, first);
    for (const domain of [{ chainId: 1 }, { verifyingContract: other.address }]) {
      await refuses(write(first, await signAnchor(p, p.operator, first, domain), b), roleA);
    }
    const replayed = p.at(ledgerAnchorAbi, other.address);
    await viem.assertions.revertWithCustomErrorWithArgs(
      write(first, await sign(p.operator, first), b, p.stranger, replayed),
      replayed,
      'LedgerAnchorInvalidSignature',
      [roleA],
    );
  });

  it('may be contracts, which sign by EIP-1271 or submit', async () => {
    await p.load(empty);
    const safe = await deployContractSigner(p, p.alice.account.address);
    const { address } = await viem.deployContract('LedgerAnchor', [safe.address, roleB]);
    const ours = p.at(ledgerAnchorAbi, address);
    const signOurs = (signer: Wallet, claim: AnchorClaim) =>
      signAnchor(p, signer, claim, { verifyingContract: address });
    const b = await signOurs(p.cosigner, first);
    await viem.assertions.revertWithCustomErrorWithArgs(
      write(first, await signOurs(p.bob, first), b, p.stranger, ours),
      ours,
      'LedgerAnchorInvalidSignature',
      [safe.address],
    );
    await write(first, await signOurs(p.alice, first), b, p.stranger, ours);

    const { sequence, size, root, previousHead } = second;
    const signature = await signOurs(p.cosigner, second);
    const data = encodeFunctionData({
      abi: ledgerAnchorAbi,
      functionName: 'anchor',
      args: [sequence, size, root, previousHead, SIGNED_BY_SUBMITTING, signature],
    });
    await viem.assertions.revertWithCustomError(
      write(second, SIGNED_BY_SUBMITTING, signature, p.alice, ours),
      ours,
      'LedgerAnchorInvalidSignature',
    );
    await safe.write.execute([address, data], { account: p.alice.account });
    assert.deepEqual(await ours.read.latest(), [2n, 9n, headOf(second)]);
  });
});
