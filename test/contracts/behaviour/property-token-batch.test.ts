import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, zeroAddress } from 'viem';
import { addressOf, attest, issue, tokenize } from '../support/acts.ts';
import { deployPlainCompliance } from '../support/mocks.ts';
import { createPlatform, SHARE } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const holders = Array.from({ length: 5 }, (_, index) => addressOf(index));

async function held() {
  const { token } = await tokenize(p, { maxSupply: 200n * SHARE });
  await issue(p, token, [[alice, 100n * SHARE], ...holders.map((holder) => [holder, SHARE] as const)]);
  return token;
}

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

describe('A batch', () => {
  it('gives to holders, newcomers, oneself and the same one twice', async () => {
    const token = await p.load(held);
    const newcomer = addressOf(9);
    await attest(p, [newcomer]);
    const to = [...holders, newcomer, newcomer, alice];
    await token.write.batchTransfer([to, to.map(() => 2n * SHARE)], asAlice);
    assert.equal(await token.read.balanceOf([newcomer]), 4n * SHARE);
    assert.equal(await token.read.balanceOf([alice]), 86n * SHARE);
    assert.equal(await token.read.holderIndexCount(), 7n);
  });

  it('gives no more than its sender has, in sum, without a single rule', async () => {
    const token = await p.load(held);
    const give = (each: bigint) => token.write.batchTransfer([holders, holders.map(() => each)], asAlice);
    assert.equal(
      await refusal(give(21n * SHARE)),
      `ERC20InsufficientBalance(${alice}, ${16n * SHARE}, ${21n * SHARE})`,
    );
    assert.equal(await refusal(give(20n * SHARE)), 'allowed');
    assert.equal(await token.read.balanceOf([alice]), 0n);
  });

  it('mints no more than may exist, in sum', async () => {
    const token = await p.load(held);
    const mint = (each: bigint) => token.write.batchMint([holders, holders.map(() => each)], asOperator);
    assert.equal(
      await refusal(mint(20n * SHARE)),
      `PropertyTokenMaxSupplyExceeded(${185n * SHARE}, ${200n * SHARE})`,
    );
    assert.equal(await refusal(mint(19n * SHARE)), 'allowed');
    assert.equal(await token.read.totalSupply(), 200n * SHARE);
  });

  it('refuses with what the single movement would say, and moves nothing', async () => {
    const token = await p.load(held);
    const give = (...to: Address[]) => refusal(token.write.batchTransfer([to, to.map(() => SHARE)], asAlice));
    const [first = zeroAddress, second = zeroAddress] = holders;
    assert.equal(await give(first, bob), `ERC7943CannotReceive(${bob})`);
    assert.equal(await give(first, zeroAddress), `ERC20InvalidReceiver(${zeroAddress})`);
    await token.write.setAddressFrozen([second, true], asOperator);
    assert.equal(await give(first, second), `PropertyTokenWalletFrozen(${second.toLowerCase()})`);
    await token.write.setAddressFrozen([alice, true], asOperator);
    assert.equal(await give(first, first), `ERC7943CannotSend(${alice})`);
    await token.write.pause(asOperator);
    assert.equal(await give(first, first), 'PropertyTokenPaused()');
    assert.equal(await token.read.balanceOf([first]), SHARE);
  });

  it('of nobody is nothing', async () => {
    const token = await p.load(held);
    const { logs } = await p.client.getTransactionReceipt({
      hash: await token.write.batchTransfer([[], []], asAlice),
    });
    assert.deepEqual(logs, []);
  });

  it('goes one by one where the compliance knows ERC-3643 only', async () => {
    const { token } = await p.load(() => tokenize(p));
    const plain = await deployPlainCompliance(p, 10n * SHARE);
    await token.write.setCompliance([plain.address]);
    await issue(p, token, [[alice, 10n * SHARE], ...holders.map((holder) => [holder, SHARE] as const)]);
    assert.equal(await plain.read.creations(), 6n);
    await token.write.batchTransfer([holders, holders.map(() => SHARE)], asAlice);
    assert.equal(await plain.read.transfers(), 5n);
    const [first = zeroAddress] = holders;
    const [allowed, , reason] = await token.read.canMintWithReason([first, 11n * SHARE]);
    assert.equal(allowed, false);
    assert.match(reason, /^0x/);
  });
});

describe('A holder’s own transfer', () => {
  it('has no spender to be vetted; one by allowance has', async () => {
    const { token } = await p.load(() => tokenize(p, { rules: { vettedSpendersOnly: true } }));
    await issue(p, token, [
      [alice, 10n * SHARE],
      [bob, SHARE],
    ]);
    const carol = p.carol.account;
    await token.write.approve([carol.address, SHARE], asAlice);
    const [, , reason] = await token.read.canTransferWithReason([carol.address, alice, bob, SHARE]);
    assert.notEqual(reason, '0x');
    assert.equal(
      await refusal(token.write.transferFrom([alice, bob, SHARE], { account: carol })),
      `ComplianceSpenderNotVetted(${carol.address})`,
    );
    await token.write.transfer([bob, SHARE], asAlice);
    await token.write.approve([alice, SHARE], asAlice);
    await token.write.transferFrom([alice, bob, SHARE], asAlice);
  });
});

describe('A registry for a token', () => {
  it('must be able to answer for two parties at once', async () => {
    const token = await p.load(held);
    for (const registry of [bob, p.deployment.usdc]) {
      assert.equal(
        await refusal(token.write.setIdentityRegistry([registry])),
        `PropertyTokenUnsuitableRegistry(${registry.toLowerCase()})`,
      );
    }
    await token.write.setIdentityRegistry([p.registry.address]);
  });
});
