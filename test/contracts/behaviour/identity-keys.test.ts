import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFunctionData, getAddress, zeroAddress, zeroHash } from 'viem';
import { addressOf } from '../support/acts.ts';
import {
  ACTION,
  CLAIM_SIGNER,
  createIdentity,
  deployClaimIssuer,
  ECDSA,
  identityAt,
  keyOf,
  MANAGEMENT,
} from '../support/identities.ts';
import { createPlatform } from '../support/platform.ts';

const p = await createPlatform();
const { viem } = p;
const asAlice = { account: p.alice.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const LARGEST_PURPOSE = 239n;

const ofAlice = async () => (await createIdentity(p, alice)).identity;

describe('Keys of an identity', () => {
  it('begin with a management key of the manager, which stands for every purpose', async () => {
    const identity = await p.load(ofAlice);
    assert.deepEqual(await identity.read.getKey([keyOf(alice)]), [[MANAGEMENT], ECDSA, keyOf(alice)]);
    assert.deepEqual(await identity.read.getKeyPurposes([keyOf(alice)]), [MANAGEMENT]);
    assert.deepEqual(await identity.read.getKeysByPurpose([MANAGEMENT]), [keyOf(alice)]);
    assert.deepEqual(await identity.read.getKeysByPurpose([ACTION]), []);
    for (const purpose of [MANAGEMENT, ACTION, CLAIM_SIGNER, 77n, 1_000n]) {
      assert.equal(await identity.read.keyHasPurpose([keyOf(alice), purpose]), true);
      assert.equal(await identity.read.keyHasPurpose([keyOf(bob), purpose]), false);
    }
  });

  it('are added and removed one purpose at a time, with an event each', async () => {
    const identity = await p.load(ofAlice);
    const key = keyOf(bob);
    for (const purpose of [CLAIM_SIGNER, ACTION, LARGEST_PURPOSE]) {
      await viem.assertions.emitWithArgs(
        identity.write.addKey([key, purpose, ECDSA], asAlice),
        identity,
        'KeyAdded',
        [key, purpose, ECDSA],
      );
    }
    assert.deepEqual(await identity.read.getKey([key]), [
      [ACTION, CLAIM_SIGNER, LARGEST_PURPOSE],
      ECDSA,
      key,
    ]);
    assert.deepEqual(await identity.read.getKeysByPurpose([ACTION]), [key]);
    for (const purpose of [ACTION, CLAIM_SIGNER, LARGEST_PURPOSE]) {
      assert.equal(await identity.read.keyHasPurpose([key, purpose]), true);
      await viem.assertions.emitWithArgs(
        identity.write.removeKey([key, purpose], asAlice),
        identity,
        'KeyRemoved',
        [key, purpose, ECDSA],
      );
      assert.equal(await identity.read.keyHasPurpose([key, purpose]), false);
    }
    assert.deepEqual(await identity.read.getKey([key]), [[], 0n, zeroHash]);
    assert.deepEqual(await identity.read.getKeysByPurpose([LARGEST_PURPOSE]), []);
  });

  it('leave the others where they are when one goes', async () => {
    const keys = [1, 2, 3].map((number) => keyOf(addressOf(number)));
    for (const gone of keys) {
      const identity = await p.load(ofAlice);
      for (const key of keys) await identity.write.addKey([key, ACTION, ECDSA], asAlice);
      await identity.write.removeKey([gone, ACTION], asAlice);
      const others = keys.filter((key) => key !== gone);
      assert.deepEqual(new Set(await identity.read.getKeysByPurpose([ACTION])), new Set(others));
    }
  });

  it('are listed under their own purposes only, and under none that is out of range', async () => {
    const identity = await p.load(ofAlice);
    await identity.write.addKey([keyOf(bob), ACTION, ECDSA], asAlice);
    await identity.write.addKey([keyOf(addressOf(1)), CLAIM_SIGNER, ECDSA], asAlice);
    assert.deepEqual(await identity.read.getKeysByPurpose([ACTION]), [keyOf(bob)]);
    assert.deepEqual(await identity.read.getKeysByPurpose([CLAIM_SIGNER]), [keyOf(addressOf(1))]);
    for (const purpose of [0n, LARGEST_PURPOSE + 1n]) {
      assert.deepEqual(await identity.read.getKeysByPurpose([purpose]), []);
      assert.equal(await identity.read.keyHasPurpose([keyOf(bob), purpose]), false);
    }
  });

  it('are refused without key, purpose or kind in range, twice, or as another kind', async () => {
    const identity = await p.load(ofAlice);
    const key = keyOf(bob);
    await identity.write.addKey([key, ACTION, ECDSA], asAlice);
    for (const [args, error, errorArgs] of [
      [[zeroHash, ACTION, ECDSA], 'IdentityZeroKey', []],
      [[key, 0n, ECDSA], 'IdentityPurposeOutOfRange', [0n, LARGEST_PURPOSE]],
      [[key, 240n, ECDSA], 'IdentityPurposeOutOfRange', [240n, LARGEST_PURPOSE]],
      [[key, CLAIM_SIGNER, 65_536n], 'IdentityKeyTypeOutOfRange', [65_536n, 65_535n]],
      [[key, ACTION, ECDSA], 'IdentityKeyKnown', [key, ACTION]],
      [[keyOf(alice), MANAGEMENT, ECDSA], 'IdentityKeyKnown', [keyOf(alice), MANAGEMENT]],
      [[key, CLAIM_SIGNER, 2n], 'IdentityKeyTypeDiffers', [key, ECDSA]],
    ] as const) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        identity.write.addKey([...args], asAlice),
        identity,
        error,
        [...errorArgs],
      );
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.removeKey([key, CLAIM_SIGNER], asAlice),
      identity,
      'IdentityKeyUnknown',
      [key, CLAIM_SIGNER],
    );
  });

  it('never lose the last management key; the first one goes once there is another', async () => {
    const identity = await p.load(ofAlice);
    await viem.assertions.revertWithCustomError(
      identity.write.removeKey([keyOf(alice), MANAGEMENT], asAlice),
      identity,
      'IdentityLastManagementKey',
    );
    await identity.write.addKey([keyOf(bob), MANAGEMENT, ECDSA], asAlice);
    await identity.write.removeKey([keyOf(alice), MANAGEMENT], asAlice);
    assert.deepEqual(await identity.read.getKeysByPurpose([MANAGEMENT]), [keyOf(bob)]);
    assert.equal(await identity.read.keyHasPurpose([keyOf(alice), MANAGEMENT]), false);
    assert.deepEqual(await identity.read.getKey([keyOf(alice)]), [[], 0n, zeroHash]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.addKey([keyOf(alice), MANAGEMENT, ECDSA], asAlice),
      identity,
      'IdentityUnauthorized',
      [getAddress(alice), MANAGEMENT],
    );
    await viem.assertions.revertWithCustomError(
      identity.write.removeKey([keyOf(bob), MANAGEMENT], { account: p.bob.account }),
      identity,
      'IdentityLastManagementKey',
    );
    const asBob = { account: p.bob.account };
    await identity.write.addKey([keyOf(alice), ACTION, 2n], asBob);
    assert.deepEqual(await identity.read.getKey([keyOf(alice)]), [[ACTION], 2n, keyOf(alice)]);
  });

  it('are at most sixty-four besides the first', async () => {
    const identity = await p.load(ofAlice);
    for (let number = 0; number < 64; number++) {
      await identity.write.addKey([keyOf(addressOf(number)), ACTION, ECDSA], asAlice);
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.addKey([keyOf(addressOf(64)), ACTION, ECDSA], asAlice),
      identity,
      'IdentityTooMany',
      [64n],
    );
    await identity.write.addKey([keyOf(alice), ACTION, ECDSA], asAlice);
    assert.equal((await identity.read.getKeysByPurpose([ACTION])).length, 65);
  });

  it('are for management keys and the identity itself to change', async () => {
    const identity = await p.load(ofAlice);
    await identity.write.addKey([keyOf(bob), ACTION, ECDSA], asAlice);
    for (const attempt of [
      identity.write.addKey([keyOf(bob), MANAGEMENT, ECDSA], { account: p.bob.account }),
      identity.write.removeKey([keyOf(bob), ACTION], { account: p.stranger.account }),
    ]) {
      await viem.assertions.revertWithCustomError(attempt, identity, 'IdentityUnauthorized');
    }
    const data = encodeFunctionData({
      abi: identity.abi,
      functionName: 'addKey',
      args: [keyOf(bob), CLAIM_SIGNER, ECDSA],
    });
    await identity.write.execute([identity.address, 0n, data], asAlice);
    assert.equal(await identity.read.keyHasPurpose([keyOf(bob), CLAIM_SIGNER]), true);
  });

  it('of the code that identities share do not exist: nobody can take it over', async () => {
    await p.load(ofAlice);
    const implementation = identityAt(p, await p.identityFactory.read.implementation());
    assert.deepEqual(await implementation.read.getKeysByPurpose([MANAGEMENT]), []);
    for (const account of [zeroAddress, alice, p.identityFactory.address, implementation.address]) {
      assert.equal(await implementation.read.keyHasPurpose([keyOf(account), MANAGEMENT]), false);
    }
    assert.equal(await implementation.read.keyHasPurpose([zeroHash, MANAGEMENT]), false);
    await viem.assertions.revertWithCustomError(
      implementation.write.addKey([keyOf(alice), MANAGEMENT, ECDSA], asAlice),
      implementation,
      'IdentityUnauthorized',
    );
    await viem.assertions.revertWithCustomError(
      implementation.write.begin([[]], asAlice),
      p.identityFactory,
      'IdentityFactoryUnauthorized',
    );
  });

  it('of a claim issuer begin with its manager in the same way', async () => {
    const issuer = await p.load(() => deployClaimIssuer(p));
    assert.deepEqual(await issuer.read.getKeysByPurpose([MANAGEMENT]), [keyOf(p.cosigner.account.address)]);
  });
});
