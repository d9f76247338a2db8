import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import hre from 'hardhat';
import { encodeFunctionData, type Hex, numberToHex } from 'viem';
import {
  type Claim,
  claimArgs,
  claimIdOf,
  createIdentity,
  deployClaimIssuer,
} from '../support/identities.ts';
import { deployHostileIdentity, deployWordTeller, HOSTILE } from '../support/mocks.ts';
import { createPlatform, GERMANY } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const { registry, client } = p;
const alice = p.alice.account.address;
const asAlice = { account: p.alice.account };
const asOperator = { account: p.operator.account };
const NO = numberToHex(0, { size: 32 });
const YES = numberToHex(1, { size: 32 });

/** Answers and refusals of the same call with ever more gas, a twentieth more each time. */
async function withGas(call: { to: Hex; data: Hex; account?: Hex }, from = 40_000n, to = 10_000_000n) {
  const answers: string[] = [];
  for (let gas = from; gas <= to; gas += gas / 20n) {
    const answer = await client.call({ ...call, gas }).then(({ data }) => data, refusalOf);
    answers.push(answer ?? '0x');
  }
  return answers;
}

const isVerified = () => ({
  to: registry.address,
  data: encodeFunctionData({ abi: registry.abi, functionName: 'isVerified', args: [alice] }),
});

// Code that counts its own statements has too little left to say why where a callee burnt the rest.
const counted = { skip: hre.globalOptions.coverage };

describe('Too little gas', () => {
  it('to ask a factory that burns it is told from a no, which enough gas gets', counted, async () => {
    await p.load(async () => {
      const { identity } = await createIdentity(p, alice);
      await registry.write.registerIdentity([alice, identity.address, GERMANY], asOperator);
      const hostile = await deployHostileIdentity(p);
      await hostile.write.setMode([HOSTILE.burnsGas]);
      await registry.write.setIdentityFactory([p.identityFactory.address, false]);
      await registry.write.setIdentityFactory([hostile.address, true]);
    });
    const answers = await withGas(isVerified());
    assert.ok(answers.includes('ForeignClaimsOutOfGas()'), answers.join());
    assert.equal(answers.at(-1), NO);
    assert.equal(answers.includes(YES), false);
    const no = answers.indexOf(NO);
    assert.deepEqual(new Set(answers.slice(no)), new Set([NO]));
  });

  it('to ask the issuer of a claim is told from a no: a verified wallet never seems to be none', async () => {
    await p.load(async () => {
      const yes = await deployWordTeller(p);
      await yes.write.setWord([1n, false]);
      await registry.write.addTrustedIssuer([yes.address, [1n]]);
      const { identity } = await createIdentity(p, alice);
      const claim = {
        topic: 1n,
        scheme: 1n,
        issuer: yes.address,
        signature: '0x',
        data: '0x',
        uri: '',
      } as const;
      await identity.write.addClaim(claimArgs(claim), asAlice);
      await registry.write.registerIdentity([alice, identity.address, GERMANY], asOperator);
    });
    const answers = await withGas(isVerified());
    assert.equal(answers.includes(NO), false);
    assert.equal(answers.at(-1), YES);
  });

  it('to keep a claim undoes everything', async () => {
    const identity = await p.load(async () => (await createIdentity(p, alice)).identity);
    const claim: Claim = {
      ...{ topic: 1n, scheme: 1n, issuer: identity.address, signature: '0x', data: '0x' },
      uri: 'x'.repeat(4_000),
    };
    const call = {
      ...{ to: identity.address, account: alice },
      data: encodeFunctionData({ abi: identity.abi, functionName: 'addClaim', args: claimArgs(claim) }),
    };
    const enough = await client.estimateGas(call);
    let gas = enough;
    const refusal = () => client.call({ ...call, gas }).then(() => 'kept', refusalOf);
    while ((await refusal()) !== 'ClaimBlobNotWritten()' && gas > 100_000n) gas -= 5_000n;
    assert.equal(await refusal(), 'ClaimBlobNotWritten()');
    await assert.rejects(
      identity.write.addClaim(claimArgs(claim), { ...asAlice, gas }),
      /ClaimBlobNotWritten/,
    );
    assert.deepEqual(await identity.read.getClaimIdsByTopic([1n]), []);
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.deepEqual(await identity.read.getClaimIdsByTopic([1n]), [claimIdOf(identity.address, 1n)]);
  });

  it('to ask whom an issuer should revoke is refused instead of half a revocation', async () => {
    const issuer = await p.load(() => deployClaimIssuer(p));
    const hostile = await deployHostileIdentity(p);
    await hostile.write.setMode([HOSTILE.burnsGas]);
    const id = claimIdOf(issuer.address, 1n);
    const data = encodeFunctionData({
      ...{ abi: issuer.abi, functionName: 'revokeClaim', args: [id, hostile.address] },
    });
    const call = { to: issuer.address, account: p.cosigner.account.address, data };
    const answers = await withGas(call);
    assert.ok(answers.includes('ForeignClaimsOutOfGas()'), answers.join());
    assert.equal(answers.at(-1), YES);
  });

  it('to hear the issuer out refuses the claim without calling it invalid', counted, async () => {
    const identity = await p.load(async () => (await createIdentity(p, alice)).identity);
    const hostile = await deployHostileIdentity(p);
    await hostile.write.setMode([HOSTILE.burnsGas]);
    const args = [1n, 1n, hostile.address, '0x', '0x', ''] as const;
    const data = encodeFunctionData({ abi: identity.abi, functionName: 'addClaim', args });
    const answers = await withGas({ to: identity.address, account: alice, data });
    assert.ok(answers.includes('ForeignClaimsOutOfGas()'), answers.join());
    assert.match(answers.at(-1) ?? '', /^IdentityClaimInvalid/);
  });
});
