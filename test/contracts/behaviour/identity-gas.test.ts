import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import hre from 'hardhat';
import { encodeFunctionData, type Hex, zeroHash } from 'viem';
import { addressOf, attest, issue, signAttestation, tokenize } from '../support/acts.ts';
import { claimOf, createIdentity, deployClaimIssuer } from '../support/identities.ts';
import { createPlatform, GERMANY, SHARE } from '../support/platform.ts';

const p = await createPlatform();
const { registry, client } = p;
const asOperator = { account: p.operator.account };
const wallets = Array.from({ length: 50 }, (_, index) => addressOf(index));

const gasOf = async (hash: Hex) => (await client.getTransactionReceipt({ hash })).gasUsed;
const atMost = (gas: bigint, limit: bigint, what: string) =>
  assert.ok(gas <= limit, `${what} takes ${gas} gas, more than ${limit}`);

/** Gas of reading `many` wallets in a transaction, without what sending it and its data costs. */
async function readingCost(many: readonly `0x${string}`[]) {
  const data = encodeFunctionData({ abi: registry.abi, functionName: 'partiesOf', args: [many] });
  const used = await gasOf(await p.stranger.sendTransaction({ to: registry.address, data }));
  const bytes = data.slice(2).match(/../g) ?? [];
  return used - 21_000n - bytes.reduce((sum, byte) => sum + (byte === '00' ? 4n : 16n), 0n);
}

// Code that counts its own statements costs more.
describe('Gas of the registry', { skip: hre.globalOptions.coverage }, () => {
  it('stays within the goals for registering and attesting', async () => {
    await p.load(async () => {});
    const [first, ...others] = wallets;
    assert.ok(first);
    atMost(
      await gasOf(await registry.write.registerIdentity([first, first, GERMANY], asOperator)),
      55_000n,
      'registering',
    );
    const batch = await registry.write.batchRegisterIdentity(
      [others, others, others.map(() => GERMANY)],
      asOperator,
    );
    atMost((await gasOf(batch)) / BigInt(others.length), 30_000n, 'registering in a batch');
    for (const accredited of [false, true]) {
      const { attestation, signature } = await signAttestation(p, addressOf(accredited ? 90 : 91), {
        accredited,
      });
      atMost(await gasOf(await registry.write.attest([attestation, signature])), 75_000n, 'attesting');
    }
  });

  it('of reading one more attested wallet is hardly more than its one slot', async () => {
    await p.load(() => attest(p, wallets));
    const one = await readingCost(wallets.slice(0, 1));
    const fifty = await readingCost(wallets);
    const each = (fifty - one) / 49n;
    atMost(each, 2_410n, 'reading one more wallet');
  });

  it('and of an identity contract with one claim, and of asking it at a transfer', async () => {
    await p.load(async () => {});
    const issuer = await deployClaimIssuer(p);
    await registry.write.addTrustedIssuer([issuer.address, [1n]]);
    const [creator, bob] = [p.operator.account.address, p.bob.account.address];
    const address = await p.identityFactory.read.identityAddress([creator, bob, zeroHash]);
    const claim = await claimOf(p, issuer.address, address);
    const { hash } = await createIdentity(p, bob, { claims: [claim] });
    const registering = await registry.write.registerIdentity([bob, address, GERMANY], asOperator);
    atMost(
      (await gasOf(hash)) + (await gasOf(registering)),
      250_000n,
      'on-boarding with an identity contract',
    );
    const { token } = await tokenize(p);
    await issue(p, token, [[p.alice.account.address, 10n * SHARE]]);
    for (const limit of [170_000n, 150_000n]) {
      const sent = await token.write.transfer([bob, SHARE], { account: p.alice.account });
      atMost(await gasOf(sent), limit, 'a transfer with a live claim walk');
    }
  });
});
