import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Market, OrderTerms } from '@freehold/shared/marketplace';
import { boundBy, costOf } from '@freehold/shared/signed-order';
import { verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  orderOf,
  parseUsdc,
  permitOf,
  priceFault,
  protectionPrice,
  sharesFault,
  typedOrder,
  typedPermit,
} from './order-draft.ts';

const SHARE = 10n ** 18n;
const usdc = (amount: string) => ({ amount, currency: 'USDC' as const });
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const level = (amount: string) => ({ price: usdc(amount), shares: SHARE.toString(), orders: 1 });

const market: Market = {
  id: '00000000-0000-4000-8000-000000000001',
  propertyName: 'Juniper Court',
  token: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
  symbol: 'JUN',
  state: 'OPEN',
  reason: null,
  tick: usdc('10000'),
  lot: '100000000000000',
  maxShares: (1_000n * SHARE).toString(),
  maxPrice: usdc('1000000000'),
  feeBps: 50,
  bestBid: level('47990000'),
  bestAsk: level('48010000'),
  spread: usdc('20000'),
  lastTrade: null,
  daysSinceLastTrade: null,
};
const asset = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const spending = {
  promised: '0',
  allowance: '0',
  permit: {
    domain: { name: 'USD Coin', version: '2', chainId: 31337, verifyingContract: asset },
    nonce: '3',
    kept: [],
    underWay: false,
  },
};
const terms: OrderTerms = {
  chainId: 31337,
  marketplace: '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512',
  settler: '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512',
  counter: '0',
  nonce: '7',
  feeBps: 50,
  settlementMarginSeconds: 600,
  minLifeSeconds: 60,
  maxLifeSeconds: 90 * 86_400,
  freeShares: '0',
  freeUsdc: usdc('0'),
  spending: { shares: spending, usdc: spending },
};
const draft = {
  side: 'BUY',
  type: 'limit',
  wallet: account.address,
  shares: 2n * SHARE,
  price: 48_500_000n,
  days: 7,
} as const;

test('a buyer needs the cost and his fee, a seller his shares', () => {
  assert.equal(costOf(draft.shares, draft.price), 97_000_000n);
  assert.equal(boundBy({ ...draft, feeBps: 50 }, draft.shares), 97_485_000n);
  assert.equal(boundBy({ ...draft, side: 'SELL', feeBps: 50 }, draft.shares), 2n * SHARE);
});

test('a price is whole cents and a number of shares whole lots', () => {
  assert.equal(priceFault(parseUsdc('48.50'), market), undefined);
  assert.match(priceFault(parseUsdc('48.505'), market) ?? '', /one cent/);
  assert.match(priceFault(parseUsdc('-1'), market) ?? '', /Enter a price/);
  assert.match(priceFault(parseUsdc('1001'), market) ?? '', /higher/);
  assert.equal(sharesFault(SHARE / 10_000n, market), undefined);
  assert.match(sharesFault(1n, market) ?? '', /four digits/);
  assert.match(sharesFault(0n, market) ?? '', /above zero/);
  assert.match(sharesFault(1_001n * SHARE, market) ?? '', /more shares/);
});

test('a market order is protected by five percent around the best price, in whole cents', () => {
  assert.equal(protectionPrice('BUY', market), 50_410_000n);
  assert.equal(protectionPrice('SELL', market), 45_590_000n);
  assert.equal(protectionPrice('BUY', { ...market, bestAsk: null }), undefined);
  assert.equal(protectionPrice('SELL', { ...market, bestBid: level('10000') }), 10_000n);
});

test('an order outlives its time in the book by the margin of settlement', () => {
  const now = 1_800_000_000_000;
  assert.equal(orderOf(draft, market, terms, now).expiry, 1_800_000_000 + 7 * 86_400 + 660);
  const short = orderOf({ ...draft, type: 'market' }, market, terms, now);
  assert.equal(short.expiry, 1_800_000_000 + 60 + 660);
  assert.equal(short.nonce, '7');
});

test('what the wallet signs is what the contract hashes', async () => {
  const typed = typedOrder(orderOf(draft, market, terms, 1_800_000_000_000), terms);
  const signature = await account.signTypedData(typed);
  assert.ok(await verifyTypedData({ ...typed, address: account.address, signature }));
  assert.equal(typed.message.side, 1);
});

test('a permission is for the amount that was reviewed and lives as long as its order', async () => {
  const order = orderOf(draft, market, terms, 1_800_000_000_000);
  const wish = { value: 97_485_000n, asset, chainId: 31337 };
  const typed = typedPermit(order, spending, { terms, wish });
  const signature = await account.signTypedData(typed);
  assert.ok(await verifyTypedData({ ...typed, address: account.address, signature }));
  assert.deepEqual(permitOf(typed, signature), {
    ...{ value: '97485000', nonce: '3', deadline: order.expiry, signature },
  });
});

test('nothing is signed for another asset or network than the card named', () => {
  const order = orderOf(draft, market, terms, 1_800_000_000_000);
  const wish = { value: 1n, asset, chainId: 31337 };
  for (const other of [{ asset: account.address }, { chainId: 1 }]) {
    const sign = () => typedPermit(order, spending, { terms, wish: { ...wish, ...other } });
    assert.throws(sign, /not what you reviewed/);
  }
});
