import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { marketplaceAbi } from '@freehold/contracts/abis';
import { decodeErrorResult, encodeFunctionData, type Hex } from 'viem';
import { tradeOf } from '../support/market.ts';
import { deployHostileToken, Misbehaviour } from '../support/mocks.ts';
import { createPlatform, SHARE, USDC } from '../support/platform.ts';
import { openMarket, pairOf } from '../support/trading.ts';

const p = await createPlatform();
const { alice, bob, stranger, usdc, viem } = p;
const [seller, buyer] = [alice.account.address, bob.account.address];
const asAnyone = { account: stranger.account };

/** Orders over a token that misbehaves, paid in honest USDC. */
async function hostileShares() {
  await openMarket(p);
  const hostile = await deployHostileToken(p);
  await hostile.write.mint([seller, 10n * SHARE]);
  await hostile.write.mint([buyer, SHARE]);
  await hostile.write.approve([p.marketplace.address, 20n * SHARE], { account: alice.account });
  const trade = tradeOf(...(await pairOf(p, p.tokenAt(hostile.address))));
  return { hostile, trade, marketplace: p.marketplace };
}

/** Orders over honest shares on a marketplace whose currency misbehaves. */
async function hostileMoney() {
  const token = await openMarket(p);
  const hostile = await deployHostileToken(p);
  const args = [p.owner.account.address, hostile.address, p.treasury.address] as const;
  const { address } = await viem.deployContract('Marketplace', [...args]);
  const marketplace = p.at(marketplaceAbi, address);
  await hostile.write.mint([buyer, 1_000n * USDC]);
  await hostile.write.mint([seller, USDC]);
  await hostile.write.approve([address, 1_000n * USDC], { account: bob.account });
  await token.write.approve([address, 100n * SHARE], { account: alice.account });
  const there = { ...p, deployment: { ...p.deployment, marketplace: address } };
  const trade = tradeOf(...(await pairOf(there, token, { feeBps: 10 })));
  return { hostile, trade, marketplace, token };
}

describe('A token that does not deliver what it promises', () => {
  for (const [what, mode, error] of [
    ['says that it did not move', Misbehaviour.SaysFalse, 'SafeERC20FailedOperation'],
    ['says it moved but did not', Misbehaviour.MovesNothing, 'MarketplaceNotReceived'],
    ['keeps a fee', Misbehaviour.TakesFee, 'MarketplaceNotReceived'],
    ['takes what the receiver had besides', Misbehaviour.TakesAll, 'MarketplaceNotReceived'],
  ] as const) {
    it(`pitfall 4: gets nobody’s USDC when it ${what}`, async () => {
      const { hostile, trade, marketplace } = await p.load(hostileShares);
      await hostile.write.setMode([mode]);
      await viem.assertions.revertWithCustomError(
        marketplace.write.settle([trade, []], asAnyone),
        marketplace,
        error,
      );
      assert.equal(await usdc.read.balanceOf([seller]), 0n);
    });

    it(`pitfall 4: gets nobody’s shares when it is the currency and ${what}`, async () => {
      const { hostile, trade, marketplace, token } = await p.load(hostileMoney);
      await hostile.write.setMode([mode]);
      await viem.assertions.revertWithCustomError(
        marketplace.write.settle([trade, []], asAnyone),
        marketplace,
        error,
      );
      assert.equal(await token.read.balanceOf([buyer]), SHARE);
    });
  }

  it('is told how much arrived and how much should have', async () => {
    const { hostile, trade, marketplace } = await p.load(hostileShares);
    for (const [mode, received] of [
      [Misbehaviour.TakesFee, 10n * SHARE - SHARE / 10n],
      [Misbehaviour.TakesAll, 0n],
    ] as const) {
      await hostile.write.setMode([mode]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        marketplace.write.settle([trade, []], asAnyone),
        marketplace,
        'MarketplaceNotReceived',
        [hostile.address, buyer, received, 10n * SHARE],
      );
    }
  });

  it('may say nothing at all, as long as it delivers', async () => {
    const { hostile, trade, marketplace } = await p.load(hostileShares);
    await hostile.write.setMode([Misbehaviour.SaysNothing]);
    await marketplace.write.settle([trade, []], asAnyone);
    assert.equal(await hostile.read.balanceOf([buyer]), 11n * SHARE);
  });

  it('cannot settle again from within a settlement', async () => {
    const { hostile, trade, marketplace } = await p.load(hostileShares);
    const calls: Hex[] = [
      encodeFunctionData({ abi: marketplaceAbi, functionName: 'settle', args: [trade, []] }),
      encodeFunctionData({ abi: marketplaceAbi, functionName: 'settleBatch', args: [[trade], []] }),
      encodeFunctionData({ abi: marketplaceAbi, functionName: 'settleForBatch', args: [trade, buyer] }),
    ];
    for (const [index, data] of calls.entries()) {
      await hostile.write.setCall([marketplace.address, data]);
      const part = { ...trade, shares: SHARE, cost: 50n * USDC };
      await marketplace.write.settle([part, []], asAnyone);
      assert.equal(await hostile.read.reentered(), false);
      const error = index === 2 ? 'MarketplaceUnauthorized' : 'ReentrancyGuardReentrantCall';
      assert.equal(nameOf(await hostile.read.answer()), error);
    }
  });

  it('cannot undo a fill from within a settlement: what is cancelled late was filled before', async () => {
    const { hostile, trade, marketplace } = await p.load(hostileShares);
    const data = encodeFunctionData({ abi: marketplaceAbi, functionName: 'cancelAll' });
    await hostile.write.setCall([marketplace.address, data]);
    await marketplace.write.settle([{ ...trade, shares: SHARE, cost: 50n * USDC }, []], asAnyone);
    assert.equal(await hostile.read.reentered(), true);
    assert.equal(await marketplace.read.counterOf([hostile.address]), 1n);
    const hash = await marketplace.read.orderHash([trade.sell]);
    assert.equal(await marketplace.read.filledInParts([hash]), SHARE);
  });
});

function nameOf(data: Hex): string {
  return decodeErrorResult({ abi: marketplaceAbi, data }).errorName;
}
