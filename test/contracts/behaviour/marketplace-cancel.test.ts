import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress } from 'viem';
import { SELL, type Signed, signed, tradeOf } from '../support/market.ts';
import { createPlatform, SHARE } from '../support/platform.ts';
import { openMarket, pairOf, refuses, settle as settleTrade, type Trade } from '../support/trading.ts';

const p = await createPlatform();
const { alice, bob, carol, marketplace, viem } = p;
const seller = alice.account.address;
const asSeller = { account: alice.account };

const settle = (trade: Trade) => settleTrade(p, trade);

describe('An order', () => {
  it('that is filled completely says so with its maker and nonce; one still open is silent', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell, buy] = await pairOf(p, token, { nonce: 300n }, { nonce: 7n, shares: 15n * SHARE });
    const rest = await signed(p, alice, token, SELL, { nonce: 301n, shares: 5n * SHARE });
    const filledBy = async (side: Signed, shares: bigint) => {
      await settle(tradeOf(side, buy, { shares }));
      const events = await marketplace.getEvents.OrderFilled();
      return events.map(({ args }) => [getAddress(args.maker ?? '0x'), args.orderHash, args.nonce]);
    };
    const told = async ({ order }: Signed) => [
      getAddress(order.maker),
      await marketplace.read.orderHash([order]),
      order.nonce,
    ];
    assert.deepEqual(await filledBy(sell, 4n * SHARE), []);
    assert.deepEqual(await filledBy(sell, 6n * SHARE), [await told(sell)]);
    assert.deepEqual(await filledBy(rest, 5n * SHARE), [await told(buy), await told(rest)]);
    assert.equal(await marketplace.read.usedNonces([seller, 1n]), 0b11n << 44n);
    const parts = async ({ order }: Signed) =>
      marketplace.read.filledInParts([await marketplace.read.orderHash([order])]);
    assert.deepEqual([await parts(sell), await parts(rest)], [10n * SHARE, 0n]);
  });

  it('is cancelled by its maker, also when a part is filled already', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell, buy] = await pairOf(p, token, { nonce: 300n });
    const hash = await marketplace.read.orderHash([sell.order]);
    await settle(tradeOf(sell, buy, { shares: SHARE }));
    for (const account of [bob.account, carol.account]) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        marketplace.write.cancel([[sell.order]], { account }),
        marketplace,
        'MarketplaceUnauthorized',
        [account.address],
      );
    }
    await viem.assertions.emitWithArgs(
      marketplace.write.cancel([[sell.order]], asSeller),
      marketplace,
      'OrderCancelled',
      [seller, hash, 300n],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      settle(tradeOf(sell, buy, { shares: SHARE })),
      marketplace,
      'MarketplaceNonceUsed',
      [hash, 300n],
    );
    assert.equal(await marketplace.read.usedNonces([seller, 1n]), 1n << 44n);
    assert.equal(await marketplace.read.filledInParts([hash]), SHARE);
  });

  it('is cancelled with others by the bits of their nonces, before it is even signed', async () => {
    const token = await p.load(() => openMarket(p));
    const mask = (1n << 3n) | (1n << 255n);
    await viem.assertions.emitWithArgs(
      marketplace.write.cancelNonces([2n, mask], asSeller),
      marketplace,
      'NoncesCancelled',
      [seller, 2n, mask],
    );
    const [, buy] = await pairOf(p, token);
    for (const nonce of [512n + 3n, 512n + 255n]) {
      await refuses(
        p,
        tradeOf(await signed(p, alice, token, SELL, { nonce }), buy, { shares: SHARE }),
        'MarketplaceNonceUsed',
      );
    }
    for (const nonce of [3n, 512n + 4n, 512n + 254n, 768n + 3n]) {
      await settle(tradeOf(await signed(p, alice, token, SELL, { nonce }), buy, { shares: SHARE }));
    }
    await marketplace.write.cancelNonces([2n, 1n], asSeller);
    assert.equal(await marketplace.read.usedNonces([seller, 2n]), mask | 1n);
  });

  it('ends with the first filled of those that share its nonce', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell, buy] = await pairOf(p, token, {}, { shares: 30n * SHARE });
    const instead = await signed(p, alice, token, SELL, { shares: 5n * SHARE });
    await settle(tradeOf(instead, buy));
    await refuses(p, tradeOf(sell, buy), 'MarketplaceNonceUsed');
  });

  it('pitfall 4: ends with all others of its maker at once, and only with his', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell, buy] = await pairOf(p, token, {}, { shares: 30n * SHARE });
    await viem.assertions.emitWithArgs(
      marketplace.write.cancelAll(asSeller),
      marketplace,
      'AllOrdersCancelled',
      [seller, 1n],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      settle(tradeOf(sell, buy)),
      marketplace,
      'MarketplaceCounterPassed',
      [await marketplace.read.orderHash([sell.order]), 0n],
    );
    await refuses(
      p,
      tradeOf(await signed(p, alice, token, SELL, { counter: 2n }), buy),
      'MarketplaceCounterPassed',
    );
    const fresh = await signed(p, alice, token, SELL, {
      counter: await marketplace.read.counterOf([seller]),
    });
    await settle(tradeOf(fresh, buy));
  });
});
