import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressOf, declareAndFund, fund, issue, tokenize } from '../support/acts.ts';
import { createPlatform, dividendId, propertyKey, SHARE, USDC } from '../support/platform.ts';

const p = await createPlatform();
const { viem, dividends, operator } = p;
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];

async function threeHolders() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 50n * SHARE],
    [bob, 30n * SHARE],
    [carol, 20n * SHARE],
  ]);
  return { token };
}

describe('The record date of a dividend', () => {
  it('is the moment of the declaration, whatever moves afterwards', async () => {
    const { token } = await p.load(threeHolders);
    const id = dividendId('march');
    await declareAndFund(p, id, token.address, 100n * USDC);

    await token.write.transfer([bob, 50n * SHARE], { account: p.alice.account });
    await token.write.mint([carol, 900n * SHARE], { account: operator.account });
    await token.write.burn([bob, 10n * SHARE], { account: operator.account });
    await token.write.forcedTransfer([carol, alice, 5n * SHARE], { account: operator.account });

    assert.equal(await dividends.read.entitlementOf([id, alice]), 50n * USDC);
    assert.equal(await dividends.read.entitlementOf([id, bob]), 30n * USDC);
    assert.equal(await dividends.read.entitlementOf([id, carol]), 20n * USDC);
    await dividends.write.pay([id, [alice, bob, carol]], { account: operator.account });
    assert.equal(await p.usdc.read.balanceOf([alice]), 50n * USDC);
    assert.equal(await p.usdc.read.balanceOf([bob]), 30n * USDC);
    assert.equal(await p.usdc.read.balanceOf([carol]), 20n * USDC);
  });

  it('pitfall 15: gives nothing to somebody who bought after it, and the seller keeps his part', async () => {
    const { token } = await p.load(threeHolders);
    const id = dividendId('march');
    await declareAndFund(p, id, token.address, 100n * USDC);
    const newcomer = addressOf(1);
    await issue(p, token, [[newcomer, SHARE]]);
    await token.write.transfer([newcomer, 20n * SHARE], { account: p.carol.account });

    assert.equal(await token.read.balanceOf([carol]), 0n);
    assert.equal(await dividends.read.entitlementOf([id, newcomer]), 0n);
    assert.equal(await dividends.read.entitlementOf([id, carol]), 20n * USDC);
    await viem.assertions.revertWithCustomErrorWithArgs(
      dividends.write.claimFor([id, newcomer]),
      dividends,
      'DividendsNothingToClaim',
      [id, newcomer],
    );
  });

  it('keeps every earlier date exact when several dividends pass without a movement', async () => {
    const { token } = await p.load(threeHolders);
    const ids = ['jan', 'feb', 'mar', 'apr'].map(dividendId);
    const [jan, feb, mar, apr] = ids;
    assert.ok(jan && feb && mar && apr);
    await declareAndFund(p, jan, token.address, 100n * USDC);
    await declareAndFund(p, feb, token.address, 100n * USDC);
    await token.write.transfer([bob, 10n * SHARE], { account: p.alice.account });
    await declareAndFund(p, mar, token.address, 100n * USDC);
    await token.write.transfer([alice, 40n * SHARE], { account: p.bob.account });
    await declareAndFund(p, apr, token.address, 100n * USDC);

    const of = (holder: `0x${string}`) =>
      Promise.all(ids.map((id) => dividends.read.entitlementOf([id, holder])));
    assert.deepEqual(await of(alice), [50n * USDC, 50n * USDC, 40n * USDC, 80n * USDC]);
    assert.deepEqual(await of(bob), [30n * USDC, 30n * USDC, 40n * USDC, 0n]);
    assert.deepEqual(await of(carol), [20n * USDC, 20n * USDC, 20n * USDC, 20n * USDC]);
    assert.equal(await token.read.snapshotEpoch(), 5);
    assert.equal(await token.read.supplyAt([1]), 100n * SHARE);
  });

  it('lets only the dividends contract close an epoch and refuses to read an open one', async () => {
    const { token } = await p.load(threeHolders);
    await viem.assertions.revertWithCustomError(
      token.write.raiseEpoch({ account: operator.account }),
      token,
      'PropertyTokenNotSnapshotter',
    );
    for (const epoch of [0, 1, 2]) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        token.read.balanceAt([alice, epoch]),
        token,
        'PropertyTokenEpochNotClosed',
        [epoch],
      );
    }
  });

  it('says in the event what was recorded', async () => {
    const { token } = await p.load(threeHolders);
    const id = dividendId('march');
    await viem.assertions.emitWithArgs(
      dividends.write.declare([id, token.address, 7n * USDC, propertyKey('statement')], {
        account: operator.account,
      }),
      dividends,
      'DividendDeclared',
      [id, token.address, 1, 7n * USDC, 0n, 100n * SHARE, propertyKey('statement')],
    );
    await fund(p, id, 7n * USDC);
    assert.equal((await dividends.read.dividend([id])).state, 2);
  });
});
