import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFunctionData, getAddress, type Hex, zeroAddress } from 'viem';
import { addressOf, attest, signAttestation } from '../support/acts.ts';
import { interfaceId } from '../support/interface-id.ts';
import { partyOf } from '../support/party.ts';
import { createPlatform, GERMANY, USA } from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, registry, operator, attester } = p;
const asOperator = { account: operator.account };
const alice = p.alice.account.address;
const person = addressOf(7);
const YEAR = 365 * 86_400;
const ATTESTATION = '(address,address,uint16,bool,uint40,uint40)';

const empty = async () => {};
const verified = () => registry.read.isVerified([alice]);

async function submit(signed: Awaited<ReturnType<typeof signAttestation>>) {
  return registry.write.attest([signed.attestation, signed.signature], { account: p.stranger.account });
}

describe('Accreditation', () => {
  const topic = 2n;
  const accredited = () => registry.read.isAccredited([alice]);

  it('comes with an attestation, shows in the party and in the log, and ends with it', async () => {
    await p.load(empty);
    const signed = await signAttestation(p, alice, { identity: person, accredited: true });
    await viem.assertions.emitWithArgs(submit(signed), registry, 'AttestationRecorded', [
      getAddress(alice),
      person,
      getAddress(attester.account.address),
      GERMANY,
      signed.attestation.validUntil,
      signed.attestation.issuedAt,
      true,
    ]);
    assert.equal(await accredited(), true);
    const party = partyOf(person, GERMANY, true, true);
    assert.deepEqual(await registry.read.parties([zeroAddress, alice]), [0n, party]);
    assert.deepEqual(await registry.read.partiesOf([[alice]]), [party]);
    await registry.write.revokeAttestation([alice], asOperator);
    assert.equal(await accredited(), false);
  });

  it('ends with the epoch, with time, and with an attestation that no longer says so', async () => {
    for (const end of [
      () => registry.write.addClaimTopic([3n]),
      () => networkHelpers.time.increase(2 * YEAR),
      () => attest(p, [alice], { identity: person }),
      () => registry.write.updateIdentity([alice, addressOf(8)], asOperator),
      () => registry.write.deleteIdentity([alice], asOperator),
    ]) {
      await p.load(() => attest(p, [alice], { identity: person, accredited: true }));
      await networkHelpers.time.increase(10);
      assert.equal(await accredited(), true);
      await end();
      assert.equal(await accredited(), false);
    }
  });

  it('is not for an issuer to say who is trusted for the rest only', async () => {
    await p.load(async () => {
      await registry.write.updateIssuerClaimTopics([attester.account.address, [1n]]);
    });
    const signed = await signAttestation(p, alice, { accredited: true });
    await viem.assertions.revertWithCustomErrorWithArgs(
      submit(signed),
      registry,
      'IdentityRegistryIssuerLacksTopic',
      [getAddress(attester.account.address), topic],
    );
    await attest(p, [alice]);
    assert.equal(await verified(), true);
  });
});

describe('The two sides of a movement', () => {
  it('are the identity of the sender and all of the receiver; a zero address is nobody', async () => {
    await p.load(() => attest(p, [alice], { identity: person, accredited: true }));
    const bob = p.bob.account.address;
    await registry.write.registerIdentity([bob, addressOf(8), USA], asOperator);
    const [sender, receiver] = [partyOf(person, 0, false), partyOf(person, GERMANY, true, true)];
    assert.deepEqual(await registry.read.parties([alice, bob]), [sender, partyOf(addressOf(8), USA, false)]);
    assert.deepEqual(await registry.read.parties([bob, alice]), [partyOf(addressOf(8), 0, false), receiver]);
    assert.deepEqual(await registry.read.parties([alice, zeroAddress]), [sender, 0n]);
    assert.deepEqual(await registry.read.parties([zeroAddress, zeroAddress]), [0n, 0n]);
    assert.deepEqual(await registry.read.parties([p.stranger.account.address, alice]), [0n, receiver]);
  });
});

describe('Many wallets at once', () => {
  it('are answered as each alone: attested, expired, registered only, revoked, unknown, again', async () => {
    await p.load(async () => {
      const now = await networkHelpers.time.latest();
      await attest(p, [alice], { identity: person, accredited: true });
      await attest(p, [p.bob.account.address], { validUntil: now + 1_000 });
      await registry.write.registerIdentity([p.carol.account.address, person, USA], asOperator);
      await attest(p, [p.dave.account.address]);
      await registry.write.revokeAttestation([p.dave.account.address], asOperator);
      await networkHelpers.time.increase(2_000);
    });
    const wallets = [p.bob, p.alice, p.carol, p.dave, p.stranger, p.alice].map((one) => one.account.address);
    const alone = await Promise.all(
      wallets.map(async (wallet) => (await registry.read.parties([zeroAddress, wallet]))[1]),
    );
    assert.deepEqual(await registry.read.partiesOf([wallets]), alone);
    assert.deepEqual(
      alone.map((party) => (party >> 176n) & 3n),
      [0n, 3n, 0n, 0n, 0n, 3n],
    );
    assert.deepEqual(await registry.read.partiesOf([[]]), []);
  });

  it('are refused when a word is no address', async () => {
    await p.load(empty);
    const data = encodeFunctionData({ abi: registry.abi, functionName: 'partiesOf', args: [[alice]] });
    const dirty: Hex = `0x${data.slice(2, -64)}01${data.slice(-62)}`;
    await assert.rejects(p.client.call({ to: registry.address, data: dirty }));
  });
});

describe('ERC-165', () => {
  it('names the four registries, the role of agents and the registry itself', async () => {
    await p.load(empty);
    const ids = {
      identityRegistry: interfaceId([
        'identityStorage()',
        'issuersRegistry()',
        'topicsRegistry()',
        'setIdentityRegistryStorage(address)',
        'setClaimTopicsRegistry(address)',
        'setTrustedIssuersRegistry(address)',
        'registerIdentity(address,address,uint16)',
        'deleteIdentity(address)',
        'updateCountry(address,uint16)',
        'updateIdentity(address,address)',
        'batchRegisterIdentity(address[],address[],uint16[])',
        'contains(address)',
        'isVerified(address)',
        'identity(address)',
        'investorCountry(address)',
      ]),
      storage: interfaceId([
        'storedIdentity(address)',
        'storedInvestorCountry(address)',
        'addIdentityToStorage(address,address,uint16)',
        'removeIdentityFromStorage(address)',
        'modifyStoredInvestorCountry(address,uint16)',
        'modifyStoredIdentity(address,address)',
        'bindIdentityRegistry(address)',
        'unbindIdentityRegistry(address)',
        'linkedIdentityRegistries()',
      ]),
      issuers: interfaceId([
        'addTrustedIssuer(address,uint256[])',
        'removeTrustedIssuer(address)',
        'updateIssuerClaimTopics(address,uint256[])',
        'getTrustedIssuers()',
        'isTrustedIssuer(address)',
        'getTrustedIssuerClaimTopics(address)',
        'getTrustedIssuersForClaimTopic(uint256)',
        'hasClaimTopic(address,uint256)',
      ]),
      topics: interfaceId(['addClaimTopic(uint256)', 'removeClaimTopic(uint256)', 'getClaimTopics()']),
      agents: interfaceId(['addAgent(address)', 'removeAgent(address)', 'isAgent(address)']),
      registry: interfaceId([
        `attest(${ATTESTATION},bytes)`,
        `attestBatch(${ATTESTATION}[],bytes[])`,
        'revokeAttestation(address)',
        'setIdentityFactory(address,bool)',
        'setIdentityCode(bytes32,bool)',
        'identityFactories()',
        'isIdentityAccepted(address)',
        'isAccredited(address)',
        'epoch()',
        'attestationOf(address)',
        `attestationDigest(${ATTESTATION})`,
        'parties(address,address)',
        'partiesOf(address[])',
      ]),
      erc165: '0x01ffc9a7',
    } as const;
    for (const id of Object.values(ids)) assert.equal(await registry.read.supportsInterface([id]), true);
    assert.equal(await registry.read.supportsInterface(['0xffffffff']), false);
  });
});
