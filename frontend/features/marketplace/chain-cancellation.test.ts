import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marketplaceAbi } from '@freehold/contracts/abis';
import type { MarketOrder, MarketOrderDetail } from '@freehold/shared/marketplace';
import { decodeFunctionData, encodeFunctionData } from 'viem';
import { cancelCall, chainCancelWords, isSettleable, stepsPassed } from './chain-cancellation.ts';

const address = (digit: string) => `0x${digit.repeat(40)}`;
const usdc = (amount: string) => ({ amount, currency: 'USDC' as const });
const FINAL = { txHash: `0x${'cd'.repeat(32)}`, final: true };

const ORDER: MarketOrder = {
  id: '7c1f7f39-3d8e-4f5b-8a53-0d5f6f1c2a10',
  marketId: '1f9e2bd1-6f4b-4e7b-9d3f-2f6f5f0f7b11',
  propertyName: 'Juniper Court',
  symbol: 'JUNI',
  wallet: address('1'),
  hash: `0x${'ab'.repeat(32)}`,
  side: 'SELL',
  immediate: false,
  price: usdc('61000000'),
  shares: '2000000000000000000',
  open: '2000000000000000000',
  matched: '0',
  state: 'OPEN',
  reason: null,
  accepted: true,
  cancelRequested: false,
  chainCancellation: null,
  expiresAt: '2026-01-02T00:00:00.000Z',
  signatureEndsAt: '2026-01-02T00:15:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const NOW = Date.parse('2026-01-01T12:00:00.000Z');

test('a signature counts until it is filled, forbidden on chain or over, whatever our book says', () => {
  const counts = (change: Partial<MarketOrder>, now = NOW) => isSettleable({ ...ORDER, ...change }, now);
  assert.equal(counts({}), true);
  assert.equal(counts({ state: 'PARTIALLY_FILLED', matched: '1' }), true);
  assert.equal(counts({ state: 'CANCELLED', reason: 'CANCELLED' }), true);
  assert.equal(counts({ state: 'EXPIRED' }, Date.parse('2026-01-02T00:14:59.000Z')), true);
  assert.equal(counts({ state: 'EXPIRED' }, Date.parse(ORDER.signatureEndsAt)), false);
  assert.equal(counts({ state: 'FILLED' }), false);
  assert.equal(counts({ chainCancellation: { ...FINAL, final: false } }), false);
});

test('the steps are wallet, block, book and final, and the last two are the platform’s word', () => {
  const gone: MarketOrder = { ...ORDER, state: 'CANCELLED', chainCancellation: { ...FINAL, final: false } };
  const over: MarketOrder = { ...gone, chainCancellation: FINAL };
  assert.deepEqual(
    (['idle', 'wallet', 'mining', 'mined'] as const).map((phase) => stepsPassed(phase, [ORDER])),
    [0, 0, 1, 2],
  );
  assert.equal(
    stepsPassed('mined', [{ ...ORDER, chainCancellation: FINAL }]),
    2,
    'it still stands in the book',
  );
  assert.equal(stepsPassed('mined', [gone, ORDER]), 2, 'one of two is no all');
  assert.equal(stepsPassed('mined', [gone, over]), 3);
  assert.equal(stepsPassed('mining', [gone]), 3, 'the browser lost the transaction, the platform did not');
  assert.equal(stepsPassed('mined', [over, over]), 4);
  assert.equal(stepsPassed('mining', []), 1);
});

test('the contract gets the order exactly as it was signed, or is told to forget everything', () => {
  const detail: MarketOrderDetail = {
    ...ORDER,
    signed: {
      maker: address('1'),
      token: address('2'),
      side: 'BUY',
      shares: '2000000000000000000',
      minShares: '0',
      price: '61000000',
      feeBps: 50,
      expiry: 1_767_312_900,
      nonce: '1027',
      counter: '3',
      taker: address('0'),
      settler: address('4'),
    },
    chainId: 31_337,
    marketplace: address('4'),
    transitions: [],
  };
  const one = cancelCall(detail, false);
  assert.deepEqual([one.account, one.address], [address('1'), address('4')]);
  const { functionName, args } = decodeFunctionData({ abi: marketplaceAbi, data: encodeFunctionData(one) });
  assert.equal(functionName, 'cancel');
  assert.deepEqual(args, [
    [
      {
        ...{ maker: address('1'), token: address('2'), side: 1, shares: 2n * 10n ** 18n, minShares: 0n },
        ...{ price: 61_000_000n, feeBps: 50, expiry: 1_767_312_900, nonce: 1_027n, counter: 3n },
        ...{ taker: address('0'), settler: address('4') },
      },
    ],
  ]);
  const all = decodeFunctionData({ abi: marketplaceAbi, data: encodeFunctionData(cancelCall(detail, true)) });
  assert.equal(all.functionName, 'cancelAll');
});

test('the list tells of a cancellation that is not final, and of one beside another ending', () => {
  const words = (change: Partial<MarketOrder>) => chainCancelWords({ ...ORDER, ...change });
  assert.equal(words({}), undefined);
  assert.match(
    words({ chainCancellation: { ...FINAL, final: false } }) ?? '',
    /waits until that block is final/,
  );
  assert.equal(words({ chainCancellation: FINAL, reason: 'CANCELLED_ON_CHAIN' }), undefined);
  assert.match(words({ chainCancellation: FINAL, reason: 'CANCELLED' }) ?? '', /worthless on chain as well/);
});
