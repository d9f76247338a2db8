import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { zeroAddress } from 'viem';
import {
  breaches,
  engineExpiry,
  LOT,
  MAX_LIFE_SECONDS,
  MAX_PRICE,
  type MarketRules,
  MIN_LIFE_SECONDS,
  SETTLEMENT_MARGIN_SECONDS,
  TICK,
} from './market-rules.ts';
import type { SignedOrder } from './signed-order.ts';

const NOW = 1_800_000_000;
const token = `0x${'11'.repeat(20)}` as const;
const marketplace = `0x${'22'.repeat(20)}` as const;
const rules: MarketRules = {
  ...{
    token,
    marketplace,
    tick: TICK,
    lot: LOT,
    maxShares: 1_000n * 10n ** 18n,
    maxPrice: MAX_PRICE,
    feeBps: 50,
  },
};
const good: SignedOrder = {
  ...{
    maker: `0x${'33'.repeat(20)}`,
    token,
    side: 0,
    shares: 3n * LOT,
    minShares: 0n,
    price: 5n * TICK,
    feeBps: 50,
  },
  ...{ expiry: NOW + 86_400, nonce: 1n, counter: 0n, taker: zeroAddress, settler: marketplace },
};
const fields = (change: Partial<SignedOrder>): string[] =>
  breaches({ ...good, ...change }, rules, NOW).map(({ path }) => path);

describe('the rules of a market', () => {
  it('let an order in that keeps them', () => {
    assert.deepEqual(fields({}), []);
  });

  it('want whole lots and whole cents within bounds', () => {
    assert.deepEqual(fields({ shares: LOT + 1n }), ['order.shares']);
    assert.deepEqual(fields({ shares: rules.maxShares + LOT }), ['order.shares']);
    assert.deepEqual(fields({ price: TICK + 1n }), ['order.price']);
    assert.deepEqual(fields({ price: MAX_PRICE + TICK }), ['order.price']);
    assert.deepEqual(fields({ price: 0n }), ['order.price', 'order.shares']);
  });

  it('want the fee, the token and the settler of the market, and anybody as counterparty', () => {
    assert.deepEqual(fields({ feeBps: 49 }), ['order.feeBps']);
    assert.deepEqual(fields({ token: marketplace }), ['order.token']);
    assert.deepEqual(fields({ settler: zeroAddress }), ['order.settler']);
    assert.deepEqual(fields({ taker: token }), ['order.taker']);
    assert.deepEqual(fields({ minShares: 1n }), ['order.minShares']);
  });

  it('keep the last part of a signature’s life for settling', () => {
    const soonest = NOW + MIN_LIFE_SECONDS + SETTLEMENT_MARGIN_SECONDS;
    assert.deepEqual([fields({ expiry: soonest }), fields({ expiry: soonest - 1 })], [[], ['order.expiry']]);
    const latest = NOW + MAX_LIFE_SECONDS + SETTLEMENT_MARGIN_SECONDS;
    assert.deepEqual([fields({ expiry: latest }), fields({ expiry: latest + 1 })], [[], ['order.expiry']]);
    assert.ok(engineExpiry(soonest) < soonest);
  });
});
