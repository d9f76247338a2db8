import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entrySums, isBalanced } from './entry-sum.ts';

const posting = (side: 'D' | 'C', amount: string, currency: string) => ({
  position: 0,
  account: 'A:x',
  side,
  amount,
  currency,
});

test('an entry over two currencies shows one sum for each', () => {
  const postings = [
    posting('D', '100', 'USD'),
    posting('C', '100', 'USD'),
    posting('D', '1000000', 'USDC.circle'),
    posting('C', '1000000', 'USDC.circle'),
  ];
  assert.deepEqual(entrySums({ postings }), [
    { amount: '100', currency: 'USD' },
    { amount: '1000000', currency: 'USDC.circle' },
  ]);
  assert.ok(isBalanced({ postings }));
});

test('currencies do not balance one another', () => {
  assert.ok(!isBalanced({ postings: [posting('D', '5', 'USD'), posting('C', '5', 'USDC.circle')] }));
});
