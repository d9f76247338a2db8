import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import hre from 'hardhat';
import type { Address } from 'viem';
import { addressOf, attest, declareAndFund, issue, signAttestation, tokenize } from '../support/acts.ts';
import { deploySwitchModule } from '../support/mocks.ts';
import { createPlatform, dividendId, GERMANY, SHARE, USDC } from '../support/platform.ts';

const p = await createPlatform();
const { viem, registry, client } = p;
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];

const everyRule = {
  ...{ countryMode: 1, countries: [GERMANY], maxBalance: 1_000n * SHARE, maxShareBps: 9_000, maxHolders: 10 },
  ...{ lockupSeconds: 0, windowSeconds: 86_400, windowLimit: 500n * SHARE, trackPositions: true },
};

async function held(rules = {}) {
  const property = await tokenize(p, { rules });
  await issue(p, property.token, [
    [alice, 60n * SHARE],
    [bob, 40n * SHARE],
  ]);
  return property;
}

describe('What went wrong with other share tokens', () => {
  it('pitfall 3: a transfer of nothing succeeds and tells, as ERC-20 asks, under every rule and with a module', async () => {
    const { token, compliance } = await p.load(() => held(everyRule));
    await compliance.write.addModule([(await deploySwitchModule(p)).address]);
    await token.write.approve([p.stranger.account.address, 0n], asAlice);
    for (const transfer of [
      token.write.transfer([bob, 0n], asAlice),
      token.write.transferFrom([alice, bob, 0n], { account: p.stranger.account }),
      token.write.batchTransfer([[bob], [0n]], asAlice),
    ]) {
      await viem.assertions.emitWithArgs(transfer, token, 'Transfer', [alice, bob, 0n]);
    }
    assert.equal(await token.read.balanceOf([alice]), 60n * SHARE);
  });

  it('pitfall 5: every batch refuses lists of different lengths', async () => {
    const { token } = await p.load(held);
    const two = [alice, bob];
    const { attestation, signature } = await signAttestation(p, carol);
    for (const attempt of [
      token.write.batchTransfer([[bob], [1n, 1n]], asAlice),
      token.write.batchMint([two, [1n]], asOperator),
      token.write.batchBurn([two, [1n, 1n, 1n]], asOperator),
      token.write.batchForcedTransfer([[alice], [bob, bob], [1n]], asOperator),
      token.write.batchForcedTransfer([[alice], [bob], [1n, 1n]], asOperator),
      token.write.batchSetAddressFrozen([two, [true]], asOperator),
      token.write.batchFreezePartialTokens([two, [1n]], asOperator),
      token.write.batchUnfreezePartialTokens([two, [1n, 1n, 1n]], asOperator),
    ]) {
      await viem.assertions.revertWithCustomError(attempt, token, 'PropertyTokenArrayLengths');
    }
    const person = addressOf(1);
    for (const attempt of [
      registry.write.batchRegisterIdentity([[carol], [person, person], [GERMANY]], asOperator),
      registry.write.batchRegisterIdentity([[carol], [person], [GERMANY, GERMANY]], asOperator),
      registry.write.attestBatch([[attestation], [signature, signature]]),
    ]) {
      await viem.assertions.revertWithCustomError(attempt, registry, 'IdentityRegistryArrayLengths');
    }
  });

  const counted = { skip: hre.globalOptions.coverage };
  it(
    'pitfall 9: a transfer costs the same with one trusted issuer and topic as with all there may be',
    counted,
    async () => {
      const { token } = await p.load(held);
      const spent = async () => {
        const now = await p.networkHelpers.time.latest();
        await attest(p, [alice, bob], { issuedAt: now });
        const hash = await token.write.transfer([bob, SHARE], asAlice);
        return (await client.getTransactionReceipt({ hash })).gasUsed;
      };
      await spent();
      const few = await spent();
      const topics = Array.from({ length: 15 }, (_, i) => BigInt(i + 1));
      for (const topic of topics.slice(1)) await registry.write.addClaimTopic([topic]);
      await registry.write.updateIssuerClaimTopics([p.attester.account.address, topics]);
      for (let issuers = 1; issuers < 50; issuers++)
        await registry.write.addTrustedIssuer([addressOf(issuers), topics]);
      assert.equal(await spent(), few);
      await assert.rejects(registry.write.addClaimTopic([16n]), /IdentityRegistryTooMany/);
      await assert.rejects(registry.write.addTrustedIssuer([addressOf(50), [1n]]), /IdentityRegistryTooMany/);
    },
  );

  it('pitfall 15: shares issued or sold after the record date neither dilute nor earn', async () => {
    const { token } = await p.load(held);
    const march = dividendId('march');
    await declareAndFund(p, march, token.address, 100n * USDC);
    await issue(p, token, [[carol, 900n * SHARE]]);
    await token.write.transfer([carol, 60n * SHARE], asAlice);
    await p.dividends.write.pay([march, [alice, bob, carol]], asOperator);
    const paid = await Promise.all([alice, bob, carol].map((holder) => p.usdc.read.balanceOf([holder])));
    assert.deepEqual(paid, [60n * USDC, 40n * USDC, 0n]);
  });

  it('pitfall 15: the platform’s own contracts can hold no shares that would take a part', async () => {
    const { token } = await p.load(held);
    const { treasury, dividends, marketplace, offering, propertyFactory } = p.deployment;
    const own: Address[] = [treasury, dividends, marketplace, offering, propertyFactory, token.address];
    for (const contract of own) {
      await viem.assertions.revertWithCustomError(
        token.write.mint([contract, SHARE], asOperator),
        token,
        'ERC7943CannotReceive',
      );
    }
  });

  it('are all remembered: each of the eighteen has a test of its name', async () => {
    const named = new Set<number>();
    for (const file of await readdir(join(import.meta.dirname, '..'), { recursive: true })) {
      if (!/\.(?:test\.ts|t\.sol)$/u.test(file)) continue;
      const source = await readFile(join(import.meta.dirname, '..', file), 'utf8');
      const titles = /(?:\b(?:it|describe)\(\s*['"`]|function test\w*?)pitfall ?(\d+)/giu;
      for (const [, number] of source.matchAll(titles)) named.add(Number(number));
    }
    assert.deepEqual(
      [...named].sort((a, b) => a - b),
      Array.from({ length: 18 }, (_, i) => i + 1),
    );
  });
});
