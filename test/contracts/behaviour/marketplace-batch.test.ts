import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { marketplaceAbi } from '@freehold/contracts/abis';
import { type Address, encodeErrorResult, type Hex, parseEventLogs } from 'viem';
import { fundBuyer, orderOf, SELL, type Signed, signPermit, tradeOf } from '../support/market.ts';
import { deployHostileToken, deployMockWallet, Misbehaviour, WalletMood } from '../support/mocks.ts';
import { createPlatform, propertyKey, SHARE, type Token, USDC } from '../support/platform.ts';
import { openMarket, pairOf, type Trade } from '../support/trading.ts';

const p = await createPlatform();
const { alice, bob, stranger, marketplace, usdc, viem } = p;
const asAnyone = { account: stranger.account };

const settleBatch = async (trades: readonly Trade[], gas?: bigint) => {
  const options = gas === undefined ? asAnyone : { ...asAnyone, gas };
  const { result } = await marketplace.simulate.settleBatch([trades, []], {
    ...options,
    account: stranger.account.address,
  });
  const hash = await marketplace.write.settleBatch([trades, []], options);
  const { logs } = await p.client.getTransactionReceipt({ hash });
  const events = parseEventLogs({ abi: marketplaceAbi, logs });
  return {
    settled: result,
    executed: events.filter((event) => event.eventName === 'TradeExecuted').length,
    failures: events.flatMap((event) => (event.eventName === 'TradeFailed' ? [event.args] : [])),
  };
};

const tradesOf = async (token: Token, nonces: readonly bigint[], shares = SHARE) =>
  Promise.all(
    nonces.map(async (nonce) => tradeOf(...(await pairOf(p, token, { nonce, shares }, { nonce, shares })))),
  );

/** A trade whose seller is a wallet that answers by ERC-1271 in this mood. */
async function tradeWithWallet(token: Token, mood: number): Promise<Trade> {
  const wallet = await deployMockWallet(p, mood);
  const sell: Signed = { order: orderOf(wallet.address, token.address, SELL), signature: '0x1234' };
  const [, buy] = await pairOf(p, token, {}, { nonce: 77n });
  return tradeOf(sell, buy);
}

/** A trade in a token that misbehaves. */
async function tradeInHostile(mode: number): Promise<Trade> {
  const hostile = await deployHostileToken(p);
  await hostile.write.mint([alice.account.address, 100n * SHARE]);
  await hostile.write.approve([marketplace.address, 100n * SHARE], { account: alice.account });
  await hostile.write.setMode([mode]);
  return tradeOf(...(await pairOf(p, p.tokenAt(hostile.address), { nonce: 78n }, { nonce: 78n })));
}

describe('A batch of trades', () => {
  it('settles all when nothing is wrong', async () => {
    const token = await p.load(() => openMarket(p));
    const { settled, executed, failures } = await settleBatch(await tradesOf(token, [0n, 1n, 2n]));
    assert.deepEqual([settled, executed, failures], [[true, true, true], 3, []]);
    assert.equal(await token.read.balanceOf([bob.account.address]), 4n * SHARE);
    assert.deepEqual((await settleBatch([])).settled, []);
  });

  it('tells what failed and why, and settles the others', async () => {
    const token = await p.load(() => openMarket(p));
    const [first, second] = await tradesOf(token, [0n, 1n]);
    assert.ok(first && second);
    const tooMuch = { ...second, cost: 51n * USDC };
    const { settled, executed, failures } = await settleBatch([first, tooMuch, first, second]);
    assert.deepEqual(settled, [true, false, false, true]);
    assert.equal(executed, 2);
    const [buyHash, sellHash] = [
      await marketplace.read.orderHash([second.buy]),
      await marketplace.read.orderHash([second.sell]),
    ];
    const reason = encodeErrorResult({
      abi: marketplaceAbi,
      errorName: 'MarketplacePriceNotMet',
      args: [buyHash, 51n * USDC, 50n * USDC],
    });
    assert.deepEqual(failures[0], { buyHash, sellHash, reason });
    assert.equal(failures[1]?.reason.slice(0, 10), selectorOf('MarketplaceNonceUsed'));
  });

  it('leaves nothing of a trade whose payment fails: its shares stay and its orders stay open', async () => {
    const token = await p.load(() => openMarket(p));
    const trades = await tradesOf(token, [0n, 1n], 10n * SHARE);
    await usdc.write.approve([marketplace.address, 500n * USDC], { account: bob.account });
    const { settled, failures } = await settleBatch(trades);
    assert.deepEqual(settled, [true, false]);
    assert.match(failures[0]?.reason ?? '', /^0x08c379a0/);
    assert.equal(await token.read.balanceOf([alice.account.address]), 90n * SHARE);
    await usdc.write.approve([marketplace.address, 500n * USDC], { account: bob.account });
    assert.deepEqual((await settleBatch(trades)).settled, [false, true]);
  });

  for (const [what, trade] of [
    [
      'a wallet that burns all gas it is given',
      (token: Token) => tradeWithWallet(token, WalletMood.BurnsGas),
    ],
    ['a token that burns all gas it is given', () => tradeInHostile(Misbehaviour.BurnsGas)],
    ['a token that reverts at great length', () => tradeInHostile(Misbehaviour.RevertsAtLength)],
  ] as const) {
    it(`is not stopped by ${what}`, async () => {
      const token = await p.load(() => openMarket(p));
      const good = await tradesOf(token, [0n, 1n]);
      const { settled, failures } = await settleBatch([await trade(token), ...good], 3_000_000n);
      assert.deepEqual(settled, [false, true, true]);
      assert.ok((failures[0]?.reason.length ?? 0) <= 2 + 2 * 512);
    });
  }

  it('is settled by its caller, not by the marketplace: orders that name it still need an agent', async () => {
    const token = await p.load(() => openMarket(p));
    const settler = marketplace.address;
    const trade = tradeOf(...(await pairOf(p, token, { settler })));
    assert.deepEqual((await settleBatch([trade])).settled, [false]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      marketplace.write.settleForBatch([trade, p.operator.account.address], asAnyone),
      marketplace,
      'MarketplaceUnauthorized',
      [stranger.account.address],
    );
    await viem.assertions.emit(
      marketplace.write.settleBatch([[trade], []], { account: p.operator.account }),
      marketplace,
      'TradeExecuted',
    );
  });

  it('takes one permit for many trades', async () => {
    const token = await p.load(() => openMarket(p));
    await token.write.approve([marketplace.address, 0n], { account: alice.account });
    await usdc.write.approve([marketplace.address, 0n], { account: bob.account });
    const trades = await tradesOf(token, [0n, 1n, 2n]);
    const permits = [
      await signPermit(p, alice, token.address, 3n * SHARE),
      await signPermit(p, bob, usdc.address, 150n * USDC),
    ];
    await marketplace.write.settleBatch([trades, permits], asAnyone);
    assert.equal(await token.read.balanceOf([bob.account.address]), 4n * SHARE);
    assert.equal(await usdc.read.allowance([bob.account.address, marketplace.address]), 0n);
  });

  it('settles trades of several properties at once', async () => {
    const token = await p.load(() => openMarket(p));
    const other = await openMarket(p, { key: propertyKey('Elm 9') });
    await fundBuyer(p, bob);
    const trades = [...(await tradesOf(token, [0n])), ...(await tradesOf(other, [1n]))];
    assert.deepEqual((await settleBatch(trades)).settled, [true, true]);
    const addresses: Address[] = [token.address, other.address];
    for (const address of addresses) {
      assert.equal(await p.tokenAt(address).read.balanceOf([bob.account.address]), 2n * SHARE);
    }
  });
});

function selectorOf(errorName: 'MarketplaceNonceUsed'): string {
  const encoded: Hex = encodeErrorResult({
    abi: marketplaceAbi,
    errorName,
    args: [`0x${'0'.repeat(64)}`, 0n],
  });
  return encoded.slice(0, 10);
}
