import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, zeroAddress } from 'viem';
import { mintUsdc, tokenize } from '../support/acts.ts';
import { BUY, type OrderChange, orderOf, SELL, type Signed, signed, tradeOf } from '../support/market.ts';
import { CENT, createPlatform, propertyKey, SHARE, type Token, USDC } from '../support/platform.ts';
import { openMarket, pairOf, refuses as refusesTrade } from '../support/trading.ts';

const p = await createPlatform();
const { alice, bob, carol, dave, stranger, operator, marketplace, usdc, viem, networkHelpers } = p;
const [seller, buyer] = [alice.account.address, bob.account.address];
const asAnyone = { account: stranger.account };
const PRICE = 50n * USDC;

const open = () => openMarket(p);
const pair = (token: Token, sell: OrderChange = {}, buy: OrderChange = {}) => pairOf(p, token, sell, buy);

async function balances(token: Token, account: Address) {
  return [await token.read.balanceOf([account]), await usdc.read.balanceOf([account])] as const;
}

const refuses = (
  sell: Signed,
  buy: Signed,
  change: { shares?: bigint; cost?: bigint },
  error: Parameters<typeof refusesTrade>[2],
) => refusesTrade(p, tradeOf(sell, buy, change), error);

describe('A trade of two signed orders', () => {
  it('moves the shares and the USDC, tells everything in one event and keeps nothing', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token);
    const [buyHash, sellHash] = [
      await marketplace.read.orderHash([buy.order]),
      await marketplace.read.orderHash([sell.order]),
    ];
    await viem.assertions.emitWithArgs(
      marketplace.write.settle([tradeOf(sell, buy), []], asAnyone),
      marketplace,
      'TradeExecuted',
      [token.address, buyer, seller, 10n * SHARE, 500n * USDC, 0n, 0n, buyHash, sellHash],
    );
    assert.deepEqual(await balances(token, seller), [90n * SHARE, 500n * USDC]);
    assert.deepEqual(await balances(token, buyer), [11n * SHARE, 99_500n * USDC]);
    assert.deepEqual(await balances(token, marketplace.address), [0n, 0n]);
    await refuses(sell, buy, {}, 'MarketplaceNonceUsed');
  });

  it('takes from each side the fee it signed, in hundredths of a percent, rounded down', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token, { feeBps: 25 }, { feeBps: 7 });
    const trade = tradeOf(sell, buy, { shares: SHARE, cost: PRICE });
    const buyHash = await marketplace.read.orderHash([buy.order]);
    const sellHash = await marketplace.read.orderHash([sell.order]);
    const before = await usdc.read.balanceOf([p.treasury.address]);
    await viem.assertions.emitWithArgs(
      marketplace.write.settle([trade, []], asAnyone),
      marketplace,
      'TradeExecuted',
      [token.address, buyer, seller, SHARE, PRICE, 35_000n, 125_000n, buyHash, sellHash],
    );
    assert.equal(await usdc.read.balanceOf([seller]), PRICE - 125_000n);
    assert.equal(await usdc.read.balanceOf([buyer]), 100_000n * USDC - PRICE - 35_000n);
    assert.equal(await usdc.read.balanceOf([p.treasury.address]), before + 160_000n);
    assert.equal(await marketplace.read.feeRecipient(), p.treasury.address);
  });

  it('pitfall 4: no fee is above what was signed, nor above the most any order may carry', async () => {
    const token = await p.load(open);
    const most = await marketplace.read.MAX_FEE_BPS();
    assert.equal(most, 1_000);
    for (const [sell, buy] of [
      await pair(token, { feeBps: most + 1 }),
      await pair(token, {}, { feeBps: most + 1 }),
    ]) {
      await refuses(sell, buy, {}, 'MarketplaceFeeTooHigh');
    }
    const [sell, buy] = await pair(token, { feeBps: most });
    await marketplace.write.settle([tradeOf(sell, buy), []], asAnyone);
    assert.equal(await usdc.read.balanceOf([seller]), 450n * USDC);
    assert.equal(await usdc.read.balanceOf([buyer]), 99_500n * USDC);
  });

  it('may be settled for any cost between both limits and for none outside', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token, { price: 49n * USDC }, { price: 51n * USDC });
    const [buyHash, sellHash] = [
      await marketplace.read.orderHash([buy.order]),
      await marketplace.read.orderHash([sell.order]),
    ];
    for (const [cost, hash, limit] of [
      [510n * USDC + 1n, buyHash, 510n * USDC],
      [490n * USDC - 1n, sellHash, 490n * USDC],
    ] as const) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        marketplace.write.settle([tradeOf(sell, buy, { cost }), []], asAnyone),
        marketplace,
        'MarketplacePriceNotMet',
        [hash, cost, limit],
      );
    }
    await marketplace.write.settle([tradeOf(sell, buy, { shares: SHARE, cost: 49n * USDC }), []], asAnyone);
    await marketplace.write.settle([tradeOf(sell, buy, { shares: SHARE, cost: 51n * USDC }), []], asAnyone);
    assert.equal(await usdc.read.balanceOf([seller]), 100n * USDC);
  });

  it('rounds nothing: where prices meet only at a fraction of a unit, there is no trade', async () => {
    const token = await p.load(open);
    const third = SHARE / 3n;
    const [sell, buy] = await pair(token, {}, { nonce: 1n });
    assert.deepEqual(await marketplace.read.costBounds([PRICE, PRICE, third]), [16_666_667n, 16_666_666n]);
    for (const cost of [16_666_666n, 16_666_667n]) {
      await refuses(sell, buy, { shares: third, cost }, 'MarketplacePriceNotMet');
    }
    const higher = await signed(p, bob, token, BUY, { price: PRICE + 10n * CENT });
    await marketplace.write.settle(
      [tradeOf(sell, higher, { shares: third, cost: 16_666_667n }), []],
      asAnyone,
    );
    assert.equal(await token.read.balanceOf([buyer]), SHARE + third);
  });

  it('of nothing, or for nothing, is refused', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token, { price: 0n });
    await refuses(sell, buy, { cost: 0n }, 'MarketplaceZeroAmount');
    await refuses(sell, buy, { shares: 0n, cost: 1n }, 'MarketplaceZeroAmount');
    await refuses(sell, buy, { shares: 1n, cost: 0n }, 'MarketplaceZeroAmount');
  });

  it('pitfall 4: fills orders in parts, never beyond what was signed', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token, {}, { shares: 40n * SHARE });
    const hash = await marketplace.read.orderHash([sell.order]);
    const part = tradeOf(sell, buy, { shares: 4n * SHARE });
    await marketplace.write.settle([part, []], asAnyone);
    await marketplace.write.settle([part, []], asAnyone);
    assert.equal(await marketplace.read.filledInParts([hash]), 8n * SHARE);
    await viem.assertions.revertWithCustomErrorWithArgs(
      marketplace.write.settle([part, []], asAnyone),
      marketplace,
      'MarketplaceOverfilled',
      [hash, 2n * SHARE, 4n * SHARE],
    );
    await marketplace.write.settle([tradeOf(sell, buy, { shares: 2n * SHARE }), []], asAnyone);
    await refuses(sell, buy, { shares: 1n * SHARE }, 'MarketplaceNonceUsed');
    assert.equal(await marketplace.read.usedNonces([seller, 0n]), 1n);
    assert.equal(await marketplace.read.usedNonces([buyer, 0n]), 0n);
    const next = await signed(p, alice, token, SELL, { nonce: 1n, shares: 30n * SHARE });
    await marketplace.write.settle([tradeOf(next, buy), []], asAnyone);
    assert.deepEqual(await balances(token, buyer), [41n * SHARE, 98_000n * USDC]);
  });

  it('is refused when it is smaller than one side accepts, unless it takes all that is left', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token, { minShares: 4n * SHARE });
    await refuses(sell, buy, { shares: 4n * SHARE - 10n ** 12n }, 'MarketplaceFillTooSmall');
    await marketplace.write.settle([tradeOf(sell, buy, { shares: 7n * SHARE }), []], asAnyone);
    await marketplace.write.settle([tradeOf(sell, buy, { shares: 3n * SHARE }), []], asAnyone);
    const [all, other] = await pair(
      token,
      { nonce: 1n, minShares: 10n * SHARE },
      { nonce: 1n, shares: 20n * SHARE },
    );
    await refuses(all, other, { shares: 9n * SHARE }, 'MarketplaceFillTooSmall');
    await marketplace.write.settle([tradeOf(all, other), []], asAnyone);
  });

  it('pitfall 4: is refused after one side expired, and not a second before', async () => {
    const token = await p.load(open);
    const expiry = (await networkHelpers.time.latest()) + 1_000;
    for (const [sell, buy] of [await pair(token, { expiry }), await pair(token, {}, { expiry })]) {
      await networkHelpers.time.setNextBlockTimestamp(expiry);
      await marketplace.write.settle([tradeOf(sell, buy, { shares: SHARE }), []], asAnyone);
      await refuses(sell, buy, { shares: SHARE }, 'MarketplaceOrderExpired');
      if (sell.order.expiry === expiry) await p.load(open);
    }
  });

  it('needs one side that sells, one that buys, and two parties', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token);
    await refuses(buy, buy, {}, 'MarketplaceWrongSide');
    await refuses(sell, sell, {}, 'MarketplaceWrongSide');
    const own = await signed(p, alice, token, BUY, { nonce: 1n });
    await refuses(sell, own, {}, 'MarketplaceSelfTrade');
  });

  it('needs both sides to mean the same token, and one that exists', async () => {
    const token = await p.load(open);
    const { token: other } = await tokenize(p, { key: propertyKey('Elm 9') });
    const [sell] = await pair(token);
    await refuses(sell, await signed(p, bob, other, BUY), {}, 'MarketplaceTokensDiffer');
    const nowhere = p.tokenAt(dave.account.address);
    await refuses(...(await pair(nowhere)), {}, 'MarketplaceNotAToken');
  });

  it('respects the one counterparty a side allows', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token, { taker: carol.account.address });
    await refuses(sell, buy, {}, 'MarketplaceTakerNotAllowed');
    const [free, picky] = await pair(token, {}, { taker: carol.account.address });
    await refuses(free, picky, {}, 'MarketplaceTakerNotAllowed');
    const [a, b] = await pair(token, { taker: buyer }, { taker: seller });
    await marketplace.write.settle([tradeOf(a, b), []], asAnyone);
  });
});

describe('Who settles', () => {
  const named = async (token: Token, settler: Address, nonce: bigint) =>
    tradeOf(...(await pair(token, { settler, nonce }, { nonce })));

  it('is anyone, or whom a side names', async () => {
    const token = await p.load(open);
    const trade = await named(token, dave.account.address, 0n);
    await viem.assertions.revertWithCustomErrorWithArgs(
      marketplace.write.settle([trade, []], asAnyone),
      marketplace,
      'MarketplaceSettlerNotAllowed',
      [await marketplace.read.orderHash([trade.sell]), stranger.account.address],
    );
    await marketplace.write.settle([trade, []], { account: dave.account });
  });

  it('is any agent of the marketplace when a side names the marketplace', async () => {
    const token = await p.load(open);
    const trade = await named(token, marketplace.address, 0n);
    await viem.assertions.revertWithCustomError(
      marketplace.write.settle([trade, []], asAnyone),
      marketplace,
      'MarketplaceSettlerNotAllowed',
    );
    await marketplace.write.settle([trade, []], { account: operator.account });
    await marketplace.write.removeAgent([operator.account.address]);
    await viem.assertions.revertWithCustomError(
      marketplace.write.settle([await named(token, marketplace.address, 1n), []], {
        account: operator.account,
      }),
      marketplace,
      'MarketplaceSettlerNotAllowed',
    );
    await viem.assertions.revertWithCustomError(
      marketplace.write.addAgent([stranger.account.address], asAnyone),
      marketplace,
      'OwnableUnauthorizedAccount',
    );
  });

  it('pitfall 4: can do nothing beyond what both sides signed, whoever he is', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token);
    const asAgent = { account: operator.account };
    const forged = [
      { ...sell, order: { ...sell.order, price: 1n } },
      { ...sell, order: { ...sell.order, feeBps: 1_000 } },
      { ...sell, order: { ...sell.order, shares: 20n * SHARE } },
      { ...sell, order: { ...sell.order, expiry: sell.order.expiry - 1 } },
      { ...sell, order: { ...sell.order, taker: buyer } },
      { ...sell, order: { ...sell.order, settler: operator.account.address } },
      { ...sell, order: orderOf(carol.account.address, token.address, SELL) },
    ];
    for (const order of forged) {
      await viem.assertions.revertWithCustomError(
        marketplace.write.settle([tradeOf(order, buy, { shares: SHARE, cost: PRICE }), []], asAgent),
        marketplace,
        'MarketplaceInvalidSignature',
      );
    }
  });

  it('may be a side itself, which then need not sign', async () => {
    const token = await p.load(open);
    const [sell] = await pair(token, { taker: buyer });
    const unsigned = {
      order: orderOf(buyer, token.address, BUY, { settler: carol.account.address }),
      signature: '0x',
    } as const;
    await refuses(sell, unsigned, {}, 'MarketplaceSettlerNotAllowed');
    await marketplace.write.settle([tradeOf(sell, unsigned), []], { account: bob.account });
    assert.equal(await token.read.balanceOf([buyer]), 11n * SHARE);
  });
});

describe('What stops a trade outside the marketplace', () => {
  it('is told by the tokens, and then neither leg moved', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pair(token);
    const trade = tradeOf(sell, buy);
    const settle = () => marketplace.write.settle([trade, []], asAnyone);
    const asOperator = { account: operator.account };
    await token.write.pause(asOperator);
    await viem.assertions.revertWithCustomError(settle(), token, 'PropertyTokenPaused');
    await token.write.unpause(asOperator);
    for (const [wallet, error] of [
      [seller, 'ERC7943CannotSend'],
      [buyer, 'PropertyTokenWalletFrozen'],
    ] as const) {
      await token.write.setAddressFrozen([wallet, true], asOperator);
      await viem.assertions.revertWithCustomError(settle(), token, error);
      await token.write.setAddressFrozen([wallet, false], asOperator);
    }
    await token.write.approve([marketplace.address, 0n], { account: alice.account });
    await viem.assertions.revertWithCustomError(settle(), token, 'ERC20InsufficientAllowance');
    await token.write.approve([marketplace.address, 10n * SHARE], { account: alice.account });
    await usdc.write.blacklist([seller]);
    await viem.assertions.revertWith(settle(), 'Blacklistable: account is blacklisted');
    assert.deepEqual(await balances(token, buyer), [SHARE, 100_000n * USDC]);
    assert.deepEqual(await balances(token, seller), [100n * SHARE, 0n]);
    await usdc.write.unBlacklist([seller]);
    await settle();
  });

  it('never lets an unverified wallet buy', async () => {
    const token = await p.load(open);
    await mintUsdc(p, dave.account.address, 1_000n * USDC);
    await usdc.write.approve([marketplace.address, 1_000n * USDC], { account: dave.account });
    const [sell] = await pair(token);
    await viem.assertions.revertWithCustomError(
      marketplace.write.settle([tradeOf(sell, await signed(p, dave, token, BUY)), []], asAnyone),
      token,
      'ERC7943CannotReceive',
    );
  });
});

describe('A marketplace', () => {
  it('is made for a currency and a recipient of fees, and for one domain', async () => {
    const args = [p.owner.account.address, usdc.address, p.treasury.address] as const;
    for (const missing of [1, 2]) {
      const wrong = args.map((value, index) => (index === missing ? zeroAddress : value));
      await viem.assertions.revertWithCustomError(
        viem.deployContract('Marketplace', wrong),
        marketplace,
        'MarketplaceZeroAddress',
      );
    }
    assert.equal(await marketplace.read.usdc(), usdc.address);
    const other = await viem.deployContract('Marketplace', [...args]);
    assert.notEqual(await marketplace.read.DOMAIN_SEPARATOR(), await other.read.DOMAIN_SEPARATOR?.());
  });
});
