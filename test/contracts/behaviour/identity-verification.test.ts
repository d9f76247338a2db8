import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, encodeFunctionData, getAddress, type Hex, keccak256 } from 'viem';
import { addressOf, attest } from '../support/acts.ts';
import { claimArgs, claimIdOf, claimOf, createIdentity, deployClaimIssuer } from '../support/identities.ts';
import { deployHostileIdentity, HOSTILE } from '../support/mocks.ts';
import { createPlatform, GERMANY } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { toldBy } from '../support/told.ts';

const p = await createPlatform();
const { registry, networkHelpers, client } = p;
const alice = p.alice.account.address;
const asAlice = { account: p.alice.account };
const asOperator = { account: p.operator.account };
const asManager = { account: p.cosigner.account };
const YEAR = 365 * 86_400;

const verified = () => registry.read.isVerified([alice]);
const register = (identity: Address) =>
  registry.write.registerIdentity([alice, identity, GERMANY], asOperator);
const told = (act: Promise<Hex>) => toldBy(p, registry, act);

/** An identity of Alice with a valid claim of an issuer that is trusted. */
async function claimed() {
  const issuer = await deployClaimIssuer(p);
  await registry.write.addTrustedIssuer([issuer.address, [1n]]);
  const { identity } = await createIdentity(p, alice);
  const validUntil = (await networkHelpers.time.latest()) + 3 * YEAR;
  await identity.write.addClaim(
    claimArgs(await claimOf(p, issuer.address, identity.address, { validUntil })),
    asAlice,
  );
  return { issuer, identity };
}

describe('Claims speak for a wallet', () => {
  it('whose attestation has expired or is of an earlier epoch, but not for one whose was revoked', async () => {
    for (const [end, outcome] of [
      [() => networkHelpers.time.increase(2 * YEAR), true],
      [() => registry.write.addTrustedIssuer([addressOf(9), [5n]]), true],
      [() => registry.write.revokeAttestation([alice], asOperator), false],
    ] as const) {
      const { issuer, identity } = await p.load(claimed);
      await attest(p, [alice], { identity: identity.address });
      await registry.write.setIdentityFactory([p.identityFactory.address, false]);
      assert.equal(await verified(), true);
      await end();
      assert.equal(await verified(), false);
      await registry.write.setIdentityFactory([p.identityFactory.address, true]);
      assert.equal(await verified(), outcome);
      await issuer.write.revokeClaim([claimIdOf(issuer.address, 1n), identity.address], asManager);
      assert.equal(await verified(), false);
    }
  });

  it('at its new identity only when no attestation of the old one was revoked by the change', async () => {
    for (const attested of [false, true]) {
      const { identity } = await p.load(claimed);
      if (attested) await attest(p, [alice], { identity: addressOf(8) });
      else await register(addressOf(8));
      await registry.write.updateIdentity([alice, identity.address], asOperator);
      assert.equal(await verified(), !attested);
    }
  });

  it('when one issuer takes its claim back and another does not', async () => {
    const { issuer, identity } = await p.load(claimed);
    await register(identity.address);
    const other = await deployClaimIssuer(p, p.circle);
    await registry.write.addTrustedIssuer([other.address, [1n]]);
    const theirs = await claimOf(p, other.address, identity.address, { signer: p.circle });
    await identity.write.addClaim(claimArgs(theirs), asAlice);
    await issuer.write.revokeClaim([claimIdOf(issuer.address, 1n), identity.address], asManager);
    assert.equal(await verified(), true);
    await other.write.revokeClaimBySignature([theirs.signature], { account: p.circle.account });
    assert.equal(await verified(), false);
  });

  it('of nobody who is not registered', async () => {
    await p.load(claimed);
    assert.equal(await verified(), false);
    assert.equal(await registry.read.isAccredited([alice]), false);
  });
});

describe('An identity that cannot answer', () => {
  it('is asked once, however many issuers are trusted', async () => {
    await p.load(async () => {
      for (const manager of [p.cosigner, p.circle, p.dave]) {
        const { address } = await deployClaimIssuer(p, manager);
        await registry.write.addTrustedIssuer([address, [1n]]);
      }
      const hostile = await deployHostileIdentity(p);
      await hostile.write.setMode([HOSTILE.burnsGas]);
      await register(hostile.address);
      await registry.write.setIdentityFactory([p.identityFactory.address, false]);
      const code = await client.getCode({ address: hostile.address });
      await registry.write.setIdentityCode([keccak256(code ?? '0x'), true]);
    });
    const data = encodeFunctionData({ abi: registry.abi, functionName: 'isVerified', args: [alice] });
    const hash = await p.stranger.sendTransaction({ to: registry.address, data, gas: 2_000_000n });
    const { gasUsed, status } = await client.getTransactionReceipt({ hash });
    assert.equal(status, 'success');
    assert.ok(gasUsed > 150_000n && gasUsed < 2n * 150_000n, `${gasUsed}`);
    assert.equal(await verified(), false);
  });
});

describe('Factories and codes', () => {
  it('are accepted and dropped one by one, each time told', async () => {
    const factory = getAddress(p.identityFactory.address);
    const all = [factory, addressOf(1), addressOf(2)];
    for (const gone of all) {
      await p.load(async () => {});
      for (const added of all.slice(1)) {
        assert.deepEqual(await told(registry.write.setIdentityFactory([added, true])), [
          describeError('IdentityFactorySet', [added, true]),
        ]);
      }
      assert.deepEqual(await told(registry.write.setIdentityFactory([gone, false])), [
        describeError('IdentityFactorySet', [gone, false]),
      ]);
      const others = new Set(all.filter((one) => one !== gone));
      assert.deepEqual(new Set(await registry.read.identityFactories()), others);
    }
    const code = await client.getCode({ address: factory });
    const codeHash = keccak256(code ?? '0x');
    for (const accepted of [true, false]) {
      assert.deepEqual(await told(registry.write.setIdentityCode([codeHash, accepted])), [
        describeError('IdentityCodeSet', [codeHash, accepted]),
      ]);
      assert.deepEqual(await told(registry.write.setIdentityCode([codeHash, accepted])), []);
      assert.equal(await registry.read.isIdentityAccepted([factory]), accepted);
    }
  });
});
