import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dividendStates, payoutStates } from '@freehold/shared/dividend';
import { conservationOf, perShareOf } from './conservation.ts';
import { dividendWords, hasReached, payoutWords } from './dividend-state.ts';

const usdc = (amount: string) => ({ amount, currency: 'USDC' as const });

test('paid, claimable and carried must add up to the pool', () => {
  const payouts = [
    { state: 'FINAL' as const, amount: usdc('60') },
    { state: 'HELD' as const, amount: usdc('39') },
  ];
  assert.deepEqual(conservationOf({ state: 'PAID', pool: usdc('100'), carriedOut: usdc('1') }, payouts), {
    paid: 60n,
    claimable: 39n,
    carried: 1n,
    pool: 100n,
    holds: true,
  });
  assert.equal(
    conservationOf({ state: 'PAID', pool: usdc('100'), carriedOut: usdc('2') }, payouts)?.holds,
    false,
  );
});

test('nothing is claimed to hold before the dividend is through', () => {
  const running = conservationOf({ state: 'PAYING', pool: usdc('100'), carriedOut: usdc('1') }, [
    { state: 'SENT', amount: usdc('99') },
  ]);
  assert.equal(running?.holds, undefined);
  assert.equal(conservationOf({ state: 'APPROVED', pool: null, carriedOut: null }, []), undefined);
});

test('the amount per share is rounded down and unknown without shares', () => {
  assert.equal(perShareOf(100n, 3n * 10n ** 18n), 33n);
  assert.equal(perShareOf(100n, 0n), undefined);
});

test('a cancelled dividend has reached nothing, a paid one everything before', () => {
  assert.ok(!hasReached('CANCELLED', 'APPROVED'));
  assert.ok(hasReached('PAID', 'FUNDED'));
  assert.ok(!hasReached('DECLARED', 'FUNDED'));
});

test('every state of the API has words', () => {
  for (const state of dividendStates) assert.ok(dividendWords[state].label);
  for (const state of payoutStates) assert.ok(payoutWords[state].label);
});
