import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, type Hex, zeroAddress } from 'viem';
import { addressOf, attest } from '../support/acts.ts';
import { createPlatform, GERMANY, USA } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { refused, toldBy } from '../support/told.ts';

const p = await createPlatform();
const { registry } = p;
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const [person, other] = [addressOf(7), addressOf(8)];
const bound = { account: p.carol.account };
const asOperator = { account: p.operator.account };
const asStranger = { account: p.stranger.account };
const empty = async () => {};

const told = (act: Promise<Hex>) => toldBy(p, registry, act);

/** A registry of somebody else may write; Alice is in the storage. */
async function stored() {
  await registry.write.bindIdentityRegistry([p.carol.account.address]);
  await registry.write.addIdentityToStorage([alice, person, GERMANY], bound);
}

describe('The storage of identities', () => {
  it('takes a wallet from a bound registry and from an agent', async () => {
    await p.load(stored);
    assert.equal(await registry.read.storedIdentity([alice]), person);
    assert.equal(await registry.read.storedInvestorCountry([alice]), GERMANY);
    const events = await told(registry.write.addIdentityToStorage([bob, other, USA], asOperator));
    assert.deepEqual(events, [
      describeError('IdentityRegistered', [bob, other]),
      describeError('CountryUpdated', [bob, USA]),
      describeError('IdentityStored', [bob, other]),
    ]);
    assert.equal(await registry.read.storedIdentity([bob]), other);
  });

  it('takes no wallet twice, none without an address, none without an identity', async () => {
    await p.load(stored);
    for (const [wallet, identity, error, args] of [
      [alice, other, 'IdentityRegistryWalletKnown', [alice]],
      [zeroAddress, other, 'IdentityRegistryZeroAddress', []],
      [bob, zeroAddress, 'IdentityRegistryZeroAddress', []],
    ] as const) {
      await refused(registry.write.addIdentityToStorage([wallet, identity, USA], bound), error, args);
    }
    assert.equal(await registry.read.storedIdentity([alice]), person);
  });

  it('gives a wallet up, with its attestation', async () => {
    await p.load(stored);
    await attest(p, [bob], { identity: other });
    assert.deepEqual(await told(registry.write.removeIdentityFromStorage([alice], bound)), [
      describeError('IdentityRemoved', [alice, person]),
      describeError('IdentityUnstored', [alice, person]),
    ]);
    assert.deepEqual(await told(registry.write.removeIdentityFromStorage([bob], bound)), [
      describeError('AttestationRevoked', [bob]),
      describeError('IdentityRemoved', [bob, other]),
      describeError('IdentityUnstored', [bob, other]),
    ]);
    for (const wallet of [alice, bob]) {
      assert.equal(await registry.read.storedIdentity([wallet]), zeroAddress);
      assert.equal(await registry.read.storedInvestorCountry([wallet]), 0);
      assert.equal(await registry.read.isVerified([wallet]), false);
    }
  });

  it('changes the country of a wallet', async () => {
    await p.load(stored);
    assert.deepEqual(await told(registry.write.modifyStoredInvestorCountry([alice, USA], bound)), [
      describeError('CountryUpdated', [alice, USA]),
      describeError('CountryModified', [alice, USA]),
    ]);
    assert.equal(await registry.read.storedInvestorCountry([alice]), USA);
    assert.equal(await registry.read.storedIdentity([alice]), person);
  });

  it('changes the identity of a wallet, which ends an attestation that spoke of another', async () => {
    await p.load(stored);
    const changed = [
      describeError('IdentityUpdated', [person, other]),
      describeError('WalletIdentityUpdated', [alice, other]),
      describeError('IdentityModified', [person, other]),
    ];
    assert.deepEqual(await told(registry.write.modifyStoredIdentity([alice, other], bound)), changed);
    assert.equal(await registry.read.storedIdentity([alice]), other);
    await attest(p, [alice], { identity: person });
    assert.equal(await registry.read.isVerified([alice]), true);
    assert.deepEqual(await told(registry.write.modifyStoredIdentity([alice, other], bound)), [
      describeError('AttestationRevoked', [alice]),
      ...changed,
    ]);
    assert.equal(await registry.read.isVerified([alice]), false);
    await refused(
      registry.write.modifyStoredIdentity([alice, zeroAddress], bound),
      'IdentityRegistryZeroAddress',
    );
  });

  it('knows nothing of a wallet that nobody stored', async () => {
    await p.load(stored);
    for (const attempt of [
      registry.write.removeIdentityFromStorage([bob], bound),
      registry.write.modifyStoredInvestorCountry([bob, USA], bound),
      registry.write.modifyStoredIdentity([bob, other], bound),
    ]) {
      await refused(attempt, 'IdentityRegistryWalletUnknown', [bob]);
    }
  });

  it('is written by bound registries and agents only', async () => {
    await p.load(stored);
    for (const attempt of [
      registry.write.addIdentityToStorage([bob, other, USA], asStranger),
      registry.write.removeIdentityFromStorage([alice], asStranger),
      registry.write.modifyStoredInvestorCountry([alice, USA], asStranger),
      registry.write.modifyStoredIdentity([alice, other], asStranger),
    ]) {
      await refused(attempt, 'AgentRoleUnauthorized', [p.stranger.account.address]);
    }
  });
});

describe('A bound registry', () => {
  it('is listed and told, and binding it again changes nothing', async () => {
    await p.load(empty);
    assert.deepEqual(await told(registry.write.bindIdentityRegistry([person])), [
      describeError('IdentityRegistryBound', [person]),
    ]);
    assert.deepEqual(await told(registry.write.bindIdentityRegistry([person])), []);
    assert.deepEqual(await registry.read.linkedIdentityRegistries(), [getAddress(registry.address), person]);
    await refused(registry.write.bindIdentityRegistry([zeroAddress]), 'IdentityRegistryZeroAddress');
  });

  it('is one of fifty registries at most', async () => {
    await p.load(empty);
    for (let number = 1; number <= 50; number++) {
      await registry.write.bindIdentityRegistry([addressOf(number)]);
    }
    await refused(registry.write.bindIdentityRegistry([addressOf(51)]), 'IdentityRegistryTooMany', [50n]);
    assert.equal((await registry.read.linkedIdentityRegistries()).length, 51);
  });

  it('goes and leaves the others bound', async () => {
    const all = [1, 2, 3].map(addressOf);
    for (const gone of all) {
      await p.load(async () => {
        for (const one of all) await registry.write.bindIdentityRegistry([one]);
      });
      assert.deepEqual(await told(registry.write.unbindIdentityRegistry([gone])), [
        describeError('IdentityRegistryUnbound', [gone]),
      ]);
      const others = all.filter((one) => one !== gone);
      assert.deepEqual(
        new Set(await registry.read.linkedIdentityRegistries()),
        new Set([getAddress(registry.address), ...others]),
      );
      await refused(registry.write.unbindIdentityRegistry([gone]), 'IdentityRegistryForeignRegistry', [gone]);
    }
  });
});

describe('The three other registries', () => {
  it('are this one: saying so is told, naming another is refused', async () => {
    await p.load(empty);
    const itself = getAddress(registry.address);
    assert.deepEqual(await told(registry.write.setIdentityRegistryStorage([itself])), [
      describeError('IdentityStorageSet', [itself]),
    ]);
    assert.deepEqual(await told(registry.write.setClaimTopicsRegistry([itself])), [
      describeError('ClaimTopicsRegistrySet', [itself]),
    ]);
    assert.deepEqual(await told(registry.write.setTrustedIssuersRegistry([itself])), [
      describeError('TrustedIssuersRegistrySet', [itself]),
    ]);
    for (const attempt of [
      registry.write.setIdentityRegistryStorage([person]),
      registry.write.setClaimTopicsRegistry([person]),
      registry.write.setTrustedIssuersRegistry([person]),
    ]) {
      await refused(attempt, 'IdentityRegistryForeignRegistry', [person]);
    }
  });
});
