import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, type Hex, zeroAddress } from 'viem';
import { type AttestationChange, addressOf, signAttestation } from '../support/acts.ts';
import { claimOf, createIdentity, deployClaimIssuer } from '../support/identities.ts';
import { createPlatform, GERMANY, USA } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { refused, toldBy } from '../support/told.ts';

const p = await createPlatform();
const { registry, networkHelpers, attester } = p;
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const [person, other] = [addressOf(7), addressOf(8)];
const asOperator = { account: p.operator.account };
const asStranger = { account: p.stranger.account };
const issuer = getAddress(attester.account.address);
const empty = async () => {};

type Signed = Awaited<ReturnType<typeof signAttestation>>;
const told = (act: Promise<Hex>) => toldBy(p, registry, act);
const sign = (change: AttestationChange = {}) => signAttestation(p, alice, { identity: person, ...change });
const submit = ({ attestation, signature }: Signed) =>
  registry.write.attest([attestation, signature], asStranger);
const recorded = ({ attestation: a }: Signed) =>
  describeError('AttestationRecorded', [
    ...[a.wallet, a.identity, issuer, a.country, a.validUntil, a.issuedAt, a.accredited],
  ]);
const verified = () => registry.read.isVerified([alice]);

describe('An attestation tells', () => {
  it('of a new wallet who it is and where it lives', async () => {
    await p.load(empty);
    const signed = await sign();
    assert.deepEqual(await told(submit(signed)), [
      describeError('IdentityRegistered', [alice, person]),
      describeError('CountryUpdated', [alice, GERMANY]),
      recorded(signed),
    ]);
    const { validUntil, issuedAt } = signed.attestation;
    assert.deepEqual(await registry.read.attestationOf([alice]), [validUntil, issuedAt, true]);
  });

  it('of a known wallet only what is different now', async () => {
    await p.load(async () => submit(await sign()));
    await networkHelpers.time.increase(10);
    const same = await sign();
    assert.deepEqual(await told(submit(same)), [recorded(same)]);
    await networkHelpers.time.increase(10);
    const moved = await sign({ country: USA });
    assert.deepEqual(await told(submit(moved)), [
      describeError('CountryUpdated', [alice, USA]),
      recorded(moved),
    ]);
    await networkHelpers.time.increase(10);
    const changed = await sign({ country: USA, identity: other });
    assert.deepEqual(await told(submit(changed)), [
      describeError('IdentityUpdated', [person, other]),
      describeError('WalletIdentityUpdated', [alice, other]),
      recorded(changed),
    ]);
    assert.equal(await registry.read.identity([alice]), other);
  });

  it('nothing without a wallet or an identity: it is refused', async () => {
    await p.load(empty);
    await refused(submit(await signAttestation(p, zeroAddress)), 'IdentityRegistryZeroAddress');
    await refused(submit(await sign({ identity: zeroAddress })), 'IdentityRegistryZeroAddress');
  });

  it('nothing beyond what a word holds or before its time: it is refused with what it says', async () => {
    await p.load(empty);
    const now = await networkHelpers.time.latest();
    await refused(submit(await sign({ validUntil: now })), 'IdentityRegistryAttestationExpired', [
      alice,
      now,
    ]);
    await refused(submit(await sign({ validUntil: 2 ** 32 })), 'IdentityRegistryValidityTooLong', [2 ** 32]);
    await refused(submit(await sign({ issuedAt: now + 3_600 })), 'IdentityRegistryAttestationFromFuture', [
      ...[alice, now + 3_600],
    ]);
    await submit(await sign({ validUntil: 2 ** 32 - 1, issuedAt: now + 290 }));
    assert.equal(await verified(), true);
  });

  it('dated ahead keeps older ones away even when it is revoked before its date', async () => {
    for (const end of [
      () => registry.write.revokeAttestation([alice], asOperator),
      () => registry.write.deleteIdentity([alice], asOperator),
    ]) {
      await p.load(empty);
      // The chain's clock goes on with the real one, but shows it in blocks only.
      await networkHelpers.mine();
      const issuedAt = (await networkHelpers.time.latest()) + 200;
      await submit(await sign({ issuedAt }));
      await end();
      assert.equal((await registry.read.attestationOf([alice]))[1], issuedAt);
      await refused(submit(await sign({ issuedAt: issuedAt - 1 })), 'IdentityRegistryAttestationStale', [
        ...[alice, issuedAt - 1, issuedAt],
      ]);
      await submit(await sign({ issuedAt: issuedAt + 1 }));
      assert.equal(await verified(), true);
    }
  });

  it('of many wallets in one call, or of none when one is refused', async () => {
    await p.load(empty);
    const signed = [await sign(), await signAttestation(p, bob, { identity: other, country: USA })];
    const batch = (signatures: readonly Hex[]) =>
      registry.write.attestBatch([signed.map(({ attestation }) => attestation), signatures], asStranger);
    const forged: Hex = `0x${'00'.repeat(65)}`;
    const signatures = signed.map(({ signature }) => signature);
    await refused(batch([...signatures.slice(0, 1), forged]), 'IdentityRegistryUntrustedIssuer', [
      zeroAddress,
    ]);
    await refused(batch(signatures.slice(0, 1)), 'IdentityRegistryArrayLengths');
    assert.equal(await verified(), false);
    const events = await told(batch(signatures));
    for (const one of signed) assert.ok(events.includes(recorded(one)));
    assert.equal(events.length, 6);
    assert.deepEqual(await Promise.all([alice, bob].map((wallet) => registry.read.isVerified([wallet]))), [
      true,
      true,
    ]);
  });
});

describe('A revocation', () => {
  it('is told, voids what was issued and leaves the wallet registered', async () => {
    for (const account of [p.operator.account, attester.account]) {
      await p.load(async () => submit(await sign()));
      assert.deepEqual(await told(registry.write.revokeAttestation([alice], { account })), [
        describeError('AttestationRevoked', [alice]),
      ]);
      const now = await networkHelpers.time.latest();
      assert.deepEqual(await registry.read.attestationOf([alice]), [0, now, false]);
      assert.equal(await registry.read.identity([alice]), person);
      assert.equal(await registry.read.investorCountry([alice]), GERMANY);
    }
  });

  it('is for agents and trusted issuers, and of a wallet', async () => {
    await p.load(async () => submit(await sign()));
    await refused(registry.write.revokeAttestation([alice], asStranger), 'IdentityRegistryUnauthorized', [
      p.stranger.account.address,
    ]);
    await refused(registry.write.revokeAttestation([zeroAddress], asOperator), 'IdentityRegistryZeroAddress');
    assert.equal(await verified(), true);
  });

  it('of a wallet that nobody registered yet outlasts its registration', async () => {
    const claimed = async () => {
      const trusted = await deployClaimIssuer(p);
      await registry.write.addTrustedIssuer([trusted.address, [1n]]);
      const { key, by } = { key: `0x${'00'.repeat(32)}`, by: p.operator } as const;
      const address = await p.identityFactory.read.identityAddress([by.account.address, alice, key]);
      const claim = await claimOf(p, trusted.address, address);
      return createIdentity(p, alice, { key, by, claims: [claim] });
    };
    const { identity } = await p.load(claimed);
    const register = () => registry.write.registerIdentity([alice, identity.address, GERMANY], asOperator);
    const early = await sign();
    await registry.write.revokeAttestation([alice], asOperator);
    assert.equal(await registry.read.contains([alice]), false);
    await register();
    assert.equal(await verified(), false);
    await refused(submit(early), 'IdentityRegistryAttestationStale', [
      ...[alice, early.attestation.issuedAt, (await registry.read.attestationOf([alice]))[1]],
    ]);
    await registry.write.deleteIdentity([alice], asOperator);
    await register();
    assert.equal(await verified(), true);
  });
});

describe('An agent', () => {
  const registered = () => registry.write.registerIdentity([alice, person, GERMANY], asOperator);

  it('registers a wallet, which alone verifies nobody', async () => {
    await p.load(empty);
    assert.deepEqual(await told(registered()), [
      describeError('IdentityRegistered', [alice, person]),
      describeError('CountryUpdated', [alice, GERMANY]),
    ]);
    assert.equal(await registry.read.contains([alice]), true);
    assert.equal(await registry.read.identity([alice]), person);
    assert.equal(await registry.read.investorCountry([alice]), GERMANY);
    assert.equal(await verified(), false);
  });

  it('registers no wallet twice, none without an address, none without an identity', async () => {
    await p.load(registered);
    for (const [wallet, identity, error, args] of [
      [alice, other, 'IdentityRegistryWalletKnown', [alice]],
      [zeroAddress, other, 'IdentityRegistryZeroAddress', []],
      [bob, zeroAddress, 'IdentityRegistryZeroAddress', []],
    ] as const) {
      await refused(registry.write.registerIdentity([wallet, identity, USA], asOperator), error, args);
    }
  });

  it('registers many wallets in one call, or none of them', async () => {
    await p.load(empty);
    const batch = (wallets: Hex[], identities: Hex[], countries: number[]) =>
      registry.write.batchRegisterIdentity([wallets, identities, countries], asOperator);
    for (const [wallets, identities, countries] of [
      [[alice, bob], [person], [GERMANY, USA]],
      [[alice, bob], [person, other], [GERMANY]],
    ] as const) {
      await refused(batch([...wallets], [...identities], [...countries]), 'IdentityRegistryArrayLengths');
    }
    await refused(batch([alice, alice], [person, other], [GERMANY, USA]), 'IdentityRegistryWalletKnown', [
      alice,
    ]);
    await refused(batch([alice, bob], [person, zeroAddress], [GERMANY, USA]), 'IdentityRegistryZeroAddress');
    assert.equal(await registry.read.contains([alice]), false);
    assert.deepEqual(await told(batch([alice, bob], [person, other], [GERMANY, USA])), [
      describeError('IdentityRegistered', [alice, person]),
      describeError('CountryUpdated', [alice, GERMANY]),
      describeError('IdentityRegistered', [bob, other]),
      describeError('CountryUpdated', [bob, USA]),
    ]);
    assert.equal(await registry.read.identity([bob]), other);
  });

  it('deletes a wallet and with it its attestation, if it has one', async () => {
    await p.load(registered);
    const remove = () => registry.write.deleteIdentity([alice], asOperator);
    assert.deepEqual(await told(remove()), [describeError('IdentityRemoved', [alice, person])]);
    await networkHelpers.time.increase(10);
    await submit(await sign());
    assert.deepEqual(await told(remove()), [
      describeError('AttestationRevoked', [alice]),
      describeError('IdentityRemoved', [alice, person]),
    ]);
    assert.equal((await registry.read.attestationOf([alice]))[1], await networkHelpers.time.latest());
    assert.equal(await registry.read.contains([alice]), false);
    assert.equal(await registry.read.identity([alice]), zeroAddress);
    assert.equal(await registry.read.investorCountry([alice]), 0);
  });

  it('changes the country of a wallet without touching its attestation', async () => {
    await p.load(async () => submit(await sign()));
    assert.deepEqual(await told(registry.write.updateCountry([alice, USA], asOperator)), [
      describeError('CountryUpdated', [alice, USA]),
    ]);
    assert.equal(await registry.read.investorCountry([alice]), USA);
    assert.equal(await verified(), true);
  });

  it('changes the identity of a wallet: another one ends the attestation, the same does not', async () => {
    await p.load(async () => submit(await sign()));
    const update = (identity: Hex) => registry.write.updateIdentity([alice, identity], asOperator);
    assert.deepEqual(await told(update(person)), [
      describeError('IdentityUpdated', [person, person]),
      describeError('WalletIdentityUpdated', [alice, person]),
    ]);
    assert.equal(await verified(), true);
    assert.deepEqual(await told(update(other)), [
      describeError('AttestationRevoked', [alice]),
      describeError('IdentityUpdated', [person, other]),
      describeError('WalletIdentityUpdated', [alice, other]),
    ]);
    assert.equal(await verified(), false);
    assert.deepEqual(await told(update(person)), [
      describeError('IdentityUpdated', [other, person]),
      describeError('WalletIdentityUpdated', [alice, person]),
    ]);
    assert.equal(await verified(), false);
    assert.equal(await registry.read.identity([alice]), person);
    await refused(update(zeroAddress), 'IdentityRegistryZeroAddress');
  });

  it('changes and deletes only what is registered', async () => {
    await p.load(registered);
    for (const attempt of [
      registry.write.deleteIdentity([bob], asOperator),
      registry.write.updateCountry([bob, USA], asOperator),
      registry.write.updateIdentity([bob, other], asOperator),
    ]) {
      await refused(attempt, 'IdentityRegistryWalletUnknown', [bob]);
    }
  });

  it('is needed for all of it', async () => {
    await p.load(registered);
    for (const attempt of [
      registry.write.registerIdentity([bob, other, USA], asStranger),
      registry.write.batchRegisterIdentity([[bob], [other], [USA]], asStranger),
      registry.write.deleteIdentity([alice], asStranger),
      registry.write.updateCountry([alice, USA], asStranger),
      registry.write.updateIdentity([alice, other], asStranger),
    ]) {
      await refused(attempt, 'AgentRoleUnauthorized', [p.stranger.account.address]);
    }
  });
});
