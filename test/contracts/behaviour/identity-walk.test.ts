import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Address,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { addressOf, attest, issue, tokenize } from '../support/acts.ts';
import {
  type Claim,
  claimArgs,
  claimIdOf,
  claimOf,
  createIdentity,
  deployClaimIssuer,
  signClaim,
} from '../support/identities.ts';
import { deployHostileIdentity, deployWordTeller, HOSTILE } from '../support/mocks.ts';
import { partyOf } from '../support/party.ts';
import { createPlatform, GERMANY, SHARE } from '../support/platform.ts';

const p = await createPlatform();
const { viem, networkHelpers, registry, client } = p;
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const asManager = { account: p.cosigner.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const ACCREDITED = 2n;

const verified = (wallet: Address = alice) => registry.read.isVerified([wallet]);

/** A trusted issuer, and Alice registered with an identity the platform's factory made, without claims. */
async function registered() {
  const issuer = await deployClaimIssuer(p);
  await registry.write.addTrustedIssuer([issuer.address, [1n]]);
  const { identity } = await createIdentity(p, alice);
  await registry.write.registerIdentity([alice, identity.address, GERMANY], asOperator);
  const claim = await claimOf(p, issuer.address, identity.address);
  return { issuer, identity, claim };
}

/** The same with the claim. */
async function claimed() {
  const world = await registered();
  await world.identity.write.addClaim(claimArgs(world.claim), asAlice);
  return world;
}

/** Alice registered with a contract of our worst enemy whose code the owner was talked into accepting. */
async function hostile() {
  const issuer = await deployClaimIssuer(p);
  await registry.write.addTrustedIssuer([issuer.address, [1n]]);
  const identity = await deployHostileIdentity(p);
  await registry.write.registerIdentity([alice, identity.address, GERMANY], asOperator);
  const code = await client.getCode({ address: identity.address });
  assert.ok(code);
  await registry.write.setIdentityCode([keccak256(code), true]);
  const claim = await claimOf(p, issuer.address, identity.address);
  const show = ({ topic, issuer: by, signature, data }: Claim) =>
    identity.write.setClaim([topic, by, signature, data]);
  return { issuer, identity, claim, show, codeHash: keccak256(code) };
}

describe('Without an attestation the registry asks for claims', () => {
  it('and believes one per topic until its issuer takes it back, at once', async () => {
    const { issuer, identity, claim } = await p.load(registered);
    assert.equal(await verified(), false);
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.equal(await verified(), true);
    assert.deepEqual(await registry.read.partiesOf([[alice]]), [partyOf(identity.address, GERMANY, true)]);
    await issuer.write.revokeClaim([claimIdOf(issuer.address, 1n), identity.address], asManager);
    assert.equal(await verified(), false);
  });

  it('pitfall 12: of an expired claim no more', async () => {
    await p.load(claimed);
    await networkHelpers.time.increase(366 * 86_400);
    assert.equal(await verified(), false);
  });

  it('of every required topic, and of no topic nothing', async () => {
    const { issuer, identity } = await p.load(claimed);
    await registry.write.addClaimTopic([7n]);
    assert.equal(await verified(), false);
    await registry.write.updateIssuerClaimTopics([issuer.address, [1n, 7n]]);
    const second = await claimOf(p, issuer.address, identity.address, { topic: 7n });
    await identity.write.addClaim(claimArgs(second), asAlice);
    assert.equal(await verified(), true);
    await registry.write.removeClaimTopic([1n]);
    await registry.write.removeClaimTopic([7n]);
    assert.equal(await verified(), false);
  });

  it('of issuers only as long as they are trusted for the topic', async () => {
    const { issuer } = await p.load(claimed);
    await registry.write.updateIssuerClaimTopics([issuer.address, [3n]]);
    assert.equal(await verified(), false);
    await registry.write.updateIssuerClaimTopics([issuer.address, [3n, 1n]]);
    assert.equal(await verified(), true);
    await registry.write.removeTrustedIssuer([issuer.address]);
    assert.equal(await verified(), false);
  });

  it('of any of several issuers', async () => {
    const { identity, claim } = await p.load(registered);
    const other = await deployClaimIssuer(p, p.circle);
    await registry.write.addTrustedIssuer([other.address, [1n]]);
    const theirs = await claimOf(p, other.address, identity.address, { signer: p.circle });
    await identity.write.addClaim(claimArgs(theirs), asAlice);
    assert.equal(await verified(), true);
    await identity.write.addClaim(claimArgs(claim), asAlice);
    await other.write.revokeClaimBySignature([theirs.signature], { account: p.circle.account });
    assert.equal(await verified(), true);
  });

  it('of foreign issuers, who sign as ONCHAINID does, through their own contract', async () => {
    const { identity } = await p.load(registered);
    const { identity: foreign } = await createIdentity(p, p.carol.account.address);
    await registry.write.addTrustedIssuer([foreign.address, [1n]]);
    const data = '0x70617373';
    const signature = await signClaim(p.carol, identity.address, 1n, data);
    const claim: Claim = { topic: 1n, scheme: 1n, issuer: foreign.address, signature, data, uri: '' };
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.equal(await verified(), true);
  });

  it('but not of a wallet that was revoked, until an agent registers it anew', async () => {
    const { identity } = await p.load(claimed);
    await registry.write.revokeAttestation([alice], asOperator);
    assert.equal(await verified(), false);
    assert.equal(await registry.read.isAccredited([alice]), false);
    await registry.write.deleteIdentity([alice], asOperator);
    await registry.write.registerIdentity([alice, identity.address, GERMANY], asOperator);
    assert.equal(await verified(), true);
  });

  it('and not of an attested wallet, whose attestation is enough', async () => {
    await p.load(registered);
    await attest(p, [alice]);
    assert.equal(await verified(), true);
  });
});

describe('Accreditation by claim', () => {
  it('needs an issuer trusted for that topic and an identity that is accepted', async () => {
    const { issuer, identity } = await p.load(claimed);
    const accredited = () => registry.read.isAccredited([alice]);
    const claim = await claimOf(p, issuer.address, identity.address, { topic: ACCREDITED });
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.equal(await accredited(), false);
    await registry.write.updateIssuerClaimTopics([issuer.address, [1n, ACCREDITED]]);
    assert.equal(await accredited(), true);
    await registry.write.setIdentityFactory([p.identityFactory.address, false]);
    assert.equal(await accredited(), false);
    assert.equal(await registry.read.isAccredited([bob]), false);
  });

  it('adds to an attestation that does not speak of it', async () => {
    const { issuer, identity } = await p.load(claimed);
    await registry.write.updateIssuerClaimTopics([issuer.address, [1n, ACCREDITED]]);
    await attest(p, [alice], { identity: identity.address });
    assert.equal(await registry.read.isAccredited([alice]), false);
    const claim = await claimOf(p, issuer.address, identity.address, { topic: ACCREDITED });
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.equal(await registry.read.isAccredited([alice]), true);
  });
});

describe('Which identities are asked', () => {
  it('is the owner’s to say, by factory or by code', async () => {
    const { identity, claim, show, codeHash } = await p.load(hostile);
    const factory = p.identityFactory.address;
    await show(claim);
    assert.equal(await verified(), true);
    assert.equal(await registry.read.isIdentityAccepted([identity.address]), true);
    await viem.assertions.emitWithArgs(
      registry.write.setIdentityCode([codeHash, false]),
      registry,
      'IdentityCodeSet',
      [codeHash, false],
    );
    assert.equal(await verified(), false);
    assert.deepEqual(await registry.read.identityFactories(), [getAddress(factory)]);
    await viem.assertions.emitWithArgs(
      registry.write.setIdentityFactory([factory, false]),
      registry,
      'IdentityFactorySet',
      [getAddress(factory), false],
    );
    assert.deepEqual(await registry.read.identityFactories(), []);
    for (const attempt of [
      registry.write.setIdentityFactory([factory, true], asOperator),
      registry.write.setIdentityCode([codeHash, true], asOperator),
    ]) {
      await viem.assertions.revertWithCustomError(attempt, registry, 'OwnableUnauthorizedAccount');
    }
  });

  it('changes nothing when said twice, and has a limit', async () => {
    const { codeHash } = await p.load(hostile);
    const logsOf = async (hash: Hex) => (await client.getTransactionReceipt({ hash })).logs;
    assert.deepEqual(await logsOf(await registry.write.setIdentityCode([codeHash, true])), []);
    assert.deepEqual(await logsOf(await registry.write.setIdentityFactory([addressOf(1), false])), []);
    for (let number = 1; number < 8; number++) {
      await registry.write.setIdentityFactory([addressOf(number), true]);
    }
    assert.deepEqual(await logsOf(await registry.write.setIdentityFactory([addressOf(7), true])), []);
    await viem.assertions.revertWithCustomErrorWithArgs(
      registry.write.setIdentityFactory([addressOf(8), true]),
      registry,
      'IdentityRegistryTooMany',
      [8n],
    );
    await registry.write.setIdentityFactory([addressOf(3), false]);
    await registry.write.setIdentityFactory([addressOf(8), true]);
    assert.equal((await registry.read.identityFactories()).includes(addressOf(3)), false);
    await viem.assertions.revertWithCustomError(
      registry.write.setIdentityFactory([zeroAddress, true]),
      registry,
      'IdentityRegistryZeroAddress',
    );
  });

  it('may be said by a factory of somebody else, through an adapter', async () => {
    const { claim, show, codeHash } = await p.load(hostile);
    await show(claim);
    await registry.write.setIdentityCode([codeHash, false]);
    const adapter = await deployWordTeller(p);
    await registry.write.setIdentityFactory([adapter.address, true]);
    for (const [word, silent, believed] of [
      [0n, false, false],
      [1n, false, true],
      [2n, false, false],
      [1n, true, false],
    ] as const) {
      await adapter.write.setWord([word, silent]);
      assert.equal(await verified(), believed);
    }
    // One that reverts at every question says no.
    await registry.write.setIdentityFactory([adapter.address, false]);
    await registry.write.setIdentityFactory([p.usdc.address, true]);
    assert.equal(await verified(), false);
  });

  it('never includes an address without code', async () => {
    const { issuer } = await p.load(hostile);
    const nobody = addressOf(1);
    await registry.write.registerIdentity([bob, nobody, GERMANY], asOperator);
    await registry.write.setIdentityCode([zeroHash, true]);
    await registry.write.setIdentityCode([keccak256('0x'), true]);
    assert.equal(await registry.read.isIdentityAccepted([nobody]), false);
    assert.equal(await verified(bob), false);
    assert.equal(await registry.read.isIdentityAccepted([issuer.address]), false);
  });
});

describe('A hostile identity', () => {
  it('pitfall 1: cannot name an issuer of its own, a claim for another topic, or somebody else’s claim', async () => {
    const { issuer, identity, claim, show } = await p.load(hostile);
    const yes = await deployWordTeller(p);
    await yes.write.setWord([1n, false]);
    const { identity: honest } = await createIdentity(p, bob);
    for (const lie of [
      { ...claim, issuer: yes.address },
      { ...claim, issuer: identity.address },
      { ...claim, topic: 2n },
      { ...claim, signature: '0x' as const },
      await claimOf(p, issuer.address, honest.address),
      await claimOf(p, issuer.address, identity.address, { chainId: 137 }),
      await claimOf(p, issuer.address, identity.address, { signer: p.stranger }),
    ]) {
      await show(lie);
      assert.equal(await verified(), false);
    }
    await show(claim);
    assert.equal(await verified(), true);
  });

  it('pitfall 1: that reverts, burns gas, floods or starves the answer or makes it nonsense is not verified', async () => {
    const { identity, claim, show } = await p.load(hostile);
    await show(claim);
    for (const [way, mode] of Object.entries(HOSTILE)) {
      if (mode === HOSTILE.honest) continue;
      await identity.write.setMode([mode]);
      assert.equal(await verified(), false, way);
    }
    await identity.write.setMode([HOSTILE.honest]);
    assert.equal(await verified(), true);
  });

  it('that asks the registry about itself gets no further than its gas', async () => {
    const { identity, claim, show } = await p.load(hostile);
    await show(claim);
    await identity.write.setAskBack([registry.address, alice]);
    const data = encodeFunctionData({ abi: registry.abi, functionName: 'isVerified', args: [alice] });
    const hash = await p.stranger.sendTransaction({ to: registry.address, data, gas: 5_000_000n });
    const { gasUsed: gas, status } = await client.getTransactionReceipt({ hash });
    assert.equal(status, 'success');
    assert.ok(gas < 300_000n, `${gas}`);
    assert.equal(await verified(), false);
  });

  it('costs others nothing: their transfers and payments go on, and its own is refused for bounded gas', async () => {
    const { identity } = await p.load(hostile);
    const { token } = await tokenize(p);
    await issue(p, token, [
      [bob, 10n * SHARE],
      [p.carol.account.address, SHARE],
    ]);
    const asBob = { account: p.bob.account };
    for (const mode of [HOSTILE.burnsGas, HOSTILE.returnsLong, HOSTILE.revertsLong]) {
      await identity.write.setMode([mode]);
      await token.write.transfer([p.carol.account.address, SHARE], asBob);
      await viem.assertions.revertWithCustomErrorWithArgs(
        token.write.transfer([alice, SHARE], { ...asBob, gas: 600_000n }),
        token,
        'ERC7943CannotReceive',
        [getAddress(alice)],
      );
    }
    const parties = await registry.read.partiesOf([[p.carol.account.address, alice, bob]]);
    assert.deepEqual(
      parties.map((party) => (party >> 176n) & 1n),
      [1n, 0n, 1n],
    );
  });

  it('as an issuer that misbehaves does not count, and another one may still vouch', async () => {
    const { issuer, identity } = await p.load(registered);
    const worst = await deployHostileIdentity(p);
    const yes = await deployWordTeller(p);
    await yes.write.setWord([1n, false]);
    await registry.write.removeTrustedIssuer([issuer.address]);
    await registry.write.addTrustedIssuer([yes.address, [1n]]);
    const claim: Claim = { topic: 1n, scheme: 1n, issuer: yes.address, signature: '0x', data: '0x', uri: '' };
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.equal(await verified(), true);
    for (const word of [0n, 2n]) {
      await yes.write.setWord([word, false]);
      assert.equal(await verified(), false);
    }
    await yes.write.setWord([1n, true]);
    assert.equal(await verified(), false);
    await registry.write.addTrustedIssuer([worst.address, [1n]]);
    await yes.write.setWord([1n, false]);
    assert.equal(await verified(), true);
  });

  it('is not told from an honest one by too little gas: the transaction fails instead', async () => {
    await p.load(claimed);
    const data = encodeFunctionData({ abi: registry.abi, functionName: 'isVerified', args: [alice] });
    let refused = 0;
    for (let gas = 60_000n; gas < 200_000n; gas += 2_500n) {
      const answer = await client.call({ to: registry.address, data, gas }).catch(() => undefined);
      if (answer === undefined) refused++;
      else assert.equal(answer.data, numberToHex(1, { size: 32 }), `with ${gas} gas`);
    }
    assert.ok(refused > 0);
  });
});
