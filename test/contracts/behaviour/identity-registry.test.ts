import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, zeroAddress } from 'viem';
import { addressOf, attest, signAttestation } from '../support/acts.ts';
import { partyOf } from '../support/party.ts';
import { createPlatform, GERMANY, USA, type Wallet } from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, registry, operator, attester } = p;
const asOperator = { account: operator.account };
const alice = p.alice.account.address;
const person = addressOf(7);
const YEAR = 365 * 86_400;

const empty = async () => {};
const attested = () => attest(p, [alice], { identity: person });
const verified = () => registry.read.isVerified([alice]);

async function submit(signed: Awaited<ReturnType<typeof signAttestation>>, by: Wallet = p.stranger) {
  return registry.write.attest([signed.attestation, signed.signature], { account: by.account });
}

describe('An attestation', () => {
  it('verifies a wallet when a trusted issuer signed it, whoever brings it', async () => {
    await p.load(empty);
    const signed = await signAttestation(p, alice, { identity: person, country: USA });
    await viem.assertions.emitWithArgs(submit(signed), registry, 'AttestationRecorded', [
      getAddress(alice),
      person,
      getAddress(attester.account.address),
      USA,
      signed.attestation.validUntil,
      signed.attestation.issuedAt,
      false,
    ]);
    assert.equal(await verified(), true);
    assert.equal(await registry.read.identity([alice]), person);
    assert.equal(await registry.read.investorCountry([alice]), USA);
    assert.equal(await registry.read.contains([alice]), true);
    assert.deepEqual(await registry.read.parties([zeroAddress, alice]), [0n, partyOf(person, USA, true)]);
  });

  it('is refused when forged, by an untrusted issuer, altered, or for another wallet', async () => {
    await p.load(empty);
    await viem.assertions.revertWithCustomErrorWithArgs(
      submit(await signAttestation(p, alice, { signer: p.stranger })),
      registry,
      'IdentityRegistryUntrustedIssuer',
      [getAddress(p.stranger.account.address)],
    );
    const { attestation, signature } = await signAttestation(p, alice);
    for (const change of [{ country: USA }, { wallet: p.bob.account.address }, { identity: person }]) {
      await viem.assertions.revertWithCustomError(
        registry.write.attest([{ ...attestation, ...change }, signature]),
        registry,
        'IdentityRegistryUntrustedIssuer',
      );
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      registry.write.attest([attestation, `0x${'00'.repeat(65)}`]),
      registry,
      'IdentityRegistryUntrustedIssuer',
      [zeroAddress],
    );
  });

  it('pitfall 12: is refused when expired or from the future, and ends by itself', async () => {
    await p.load(empty);
    const now = await networkHelpers.time.latest();
    await viem.assertions.revertWithCustomError(
      submit(await signAttestation(p, alice, { validUntil: now })),
      registry,
      'IdentityRegistryAttestationExpired',
    );
    await viem.assertions.revertWithCustomError(
      submit(await signAttestation(p, alice, { issuedAt: now + 3600 })),
      registry,
      'IdentityRegistryAttestationFromFuture',
    );
    await viem.assertions.revertWithCustomError(
      submit(await signAttestation(p, alice, { validUntil: 2 ** 33 })),
      registry,
      'IdentityRegistryValidityTooLong',
    );
    await submit(await signAttestation(p, alice, { validUntil: now + YEAR }));
    await networkHelpers.time.increaseTo(now + YEAR - 1);
    assert.equal(await verified(), true);
    await networkHelpers.time.increaseTo(now + YEAR);
    assert.equal(await verified(), false);
  });

  it('ends at once when revoked, and an old one cannot be brought back', async () => {
    await p.load(empty);
    const old = await signAttestation(p, alice);
    await submit(old);
    await viem.assertions.emitWithArgs(
      registry.write.revokeAttestation([alice], asOperator),
      registry,
      'AttestationRevoked',
      [getAddress(alice)],
    );
    assert.equal(await verified(), false);
    await viem.assertions.revertWithCustomError(submit(old), registry, 'IdentityRegistryAttestationStale');

    await networkHelpers.time.increase(10);
    await submit(await signAttestation(p, alice));
    assert.equal(await verified(), true);
  });

  it('signed but not yet brought is dead after a revocation', async () => {
    await p.load(empty);
    const pocketed = await signAttestation(p, alice);
    await networkHelpers.time.increase(10);
    await registry.write.revokeAttestation([alice], { account: attester.account });
    await viem.assertions.revertWithCustomError(
      submit(pocketed),
      registry,
      'IdentityRegistryAttestationStale',
    );
  });

  it('cannot be replaced by an older one that says something else', async () => {
    await p.load(empty);
    const older = await signAttestation(p, alice, { country: USA });
    await networkHelpers.time.increase(10);
    const newer = await signAttestation(p, alice, { country: GERMANY });
    await submit(newer);
    await viem.assertions.revertWithCustomError(submit(older), registry, 'IdentityRegistryAttestationStale');
    await submit(newer);
    assert.equal(await registry.read.investorCountry([alice]), GERMANY);
  });

  it('dies with the deletion of the wallet', async () => {
    await p.load(empty);
    const signed = await signAttestation(p, alice);
    await submit(signed);
    await registry.write.deleteIdentity([alice], asOperator);
    assert.equal(await registry.read.contains([alice]), false);
    assert.equal(await verified(), false);
    await viem.assertions.revertWithCustomError(submit(signed), registry, 'IdentityRegistryAttestationStale');
  });

  it('does not follow a wallet to another identity', async () => {
    await p.load(attested);
    await registry.write.updateIdentity([alice, addressOf(8)], asOperator);
    assert.equal(await verified(), false);
  });

  it('comes in batches of equal length only', async () => {
    await p.load(empty);
    const { attestation } = await signAttestation(p, alice);
    await viem.assertions.revertWithCustomError(
      registry.write.attestBatch([[attestation], []]),
      registry,
      'IdentityRegistryArrayLengths',
    );
  });
});

describe('Issuers and topics', () => {
  it('end what was recorded before them when they change; the same attestation may be recorded again', async () => {
    for (const change of [
      () => registry.write.addClaimTopic([3n]),
      () => registry.write.removeClaimTopic([1n]),
      () => registry.write.addTrustedIssuer([addressOf(9), [1n]]),
      () => registry.write.updateIssuerClaimTopics([attester.account.address, [1n, 3n]]),
    ]) {
      await p.load(empty);
      const signed = await signAttestation(p, alice);
      await submit(signed);
      const epoch = await registry.read.epoch();
      await change();
      assert.equal(await registry.read.epoch(), epoch + 1);
      assert.equal(await verified(), false);
      if (await registry.read.hasClaimTopic([attester.account.address, 3n])) continue;
      if ((await registry.read.getClaimTopics()).includes(3n)) continue;
      await submit(signed);
      assert.equal(await verified(), true);
    }
  });

  it('a removed issuer verifies nobody any more', async () => {
    await p.load(attested);
    await registry.write.removeTrustedIssuer([attester.account.address]);
    assert.equal(await verified(), false);
    assert.deepEqual(await registry.read.getTrustedIssuers(), []);
    await viem.assertions.revertWithCustomError(
      submit(await signAttestation(p, alice)),
      registry,
      'IdentityRegistryUntrustedIssuer',
    );
  });

  it('an issuer vouches only when trusted for every required topic', async () => {
    await p.load(empty);
    await registry.write.addClaimTopic([3n]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      submit(await signAttestation(p, alice)),
      registry,
      'IdentityRegistryIssuerLacksTopic',
      [getAddress(attester.account.address), 3n],
    );
  });

  it('pitfall 12: an empty list of topics opens nothing', async () => {
    await p.load(empty);
    await registry.write.removeClaimTopic([1n]);
    await registry.write.registerIdentity([alice, person, GERMANY], asOperator);
    assert.deepEqual(await registry.read.getClaimTopics(), []);
    assert.equal(await verified(), false);
  });

  it('are the owner’s to change, and listed as ERC-3643 says', async () => {
    await p.load(empty);
    for (const attempt of [
      registry.write.addClaimTopic([5n], asOperator),
      registry.write.removeClaimTopic([1n], asOperator),
      registry.write.addTrustedIssuer([addressOf(9), [1n]], asOperator),
      registry.write.removeTrustedIssuer([attester.account.address], asOperator),
      registry.write.upgradeToAndCall([addressOf(9), '0x'], asOperator),
    ]) {
      await viem.assertions.revertWithCustomError(attempt, registry, 'OwnableUnauthorizedAccount');
    }
    await registry.write.addTrustedIssuer([addressOf(9), [1n, 3n]]);
    assert.deepEqual(await registry.read.getTrustedIssuersForClaimTopic([3n]), [addressOf(9)]);
    assert.deepEqual(await registry.read.getTrustedIssuerClaimTopics([addressOf(9)]), [1n, 3n]);
    await viem.assertions.revertWithCustomError(
      registry.write.addTrustedIssuer([addressOf(9), [1n]]),
      registry,
      'IdentityRegistryIssuerKnown',
    );
    await viem.assertions.revertWithCustomError(
      registry.write.addTrustedIssuer([addressOf(10), []]),
      registry,
      'IdentityRegistryNoTopics',
    );
  });
});

describe('The registry', () => {
  it('answers for all four registries of ERC-3643', async () => {
    await p.load(empty);
    assert.equal(await registry.read.identityStorage(), registry.address);
    assert.equal(await registry.read.issuersRegistry(), registry.address);
    assert.equal(await registry.read.topicsRegistry(), registry.address);
    assert.deepEqual(await registry.read.linkedIdentityRegistries(), [registry.address]);
    await viem.assertions.revertWithCustomError(
      registry.write.setTrustedIssuersRegistry([addressOf(1)]),
      registry,
      'IdentityRegistryForeignRegistry',
    );
  });

  it('registers for agents only, once per wallet, never without an identity', async () => {
    await p.load(empty);
    await viem.assertions.revertWithCustomError(
      registry.write.registerIdentity([alice, person, GERMANY], { account: p.alice.account }),
      registry,
      'AgentRoleUnauthorized',
    );
    await registry.write.registerIdentity([alice, person, GERMANY], asOperator);
    await viem.assertions.revertWithCustomError(
      registry.write.registerIdentity([alice, person, GERMANY], asOperator),
      registry,
      'IdentityRegistryWalletKnown',
    );
    await viem.assertions.revertWithCustomError(
      registry.write.registerIdentity([p.bob.account.address, zeroAddress, GERMANY], asOperator),
      registry,
      'IdentityRegistryZeroAddress',
    );
    await viem.assertions.revertWithCustomError(
      registry.write.batchRegisterIdentity([[p.bob.account.address], [person], []], asOperator),
      registry,
      'IdentityRegistryArrayLengths',
    );
    await viem.assertions.revertWithCustomError(
      registry.write.updateCountry([p.bob.account.address, USA], asOperator),
      registry,
      'IdentityRegistryWalletUnknown',
    );
  });

  it('pitfall 11: takes the right to write from a registry it is unbound from', async () => {
    await p.load(empty);
    const foreign = { account: p.carol.account };
    await registry.write.bindIdentityRegistry([p.carol.account.address]);
    await registry.write.addIdentityToStorage([alice, person, GERMANY], foreign);
    assert.equal(await registry.read.storedIdentity([alice]), person);
    await registry.write.modifyStoredInvestorCountry([alice, USA], foreign);
    assert.equal(await registry.read.storedInvestorCountry([alice]), USA);
    await registry.write.unbindIdentityRegistry([p.carol.account.address]);
    await viem.assertions.revertWithCustomError(
      registry.write.removeIdentityFromStorage([alice], foreign),
      registry,
      'AgentRoleUnauthorized',
    );
  });
});
