import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walletProblemOf } from './wallet-errors.ts';

test('a rejection deep in the chain of causes is neutral', () => {
  const error = new Error('outer', { cause: Object.assign(new Error('inner'), { code: 4001 }) });
  assert.equal(walletProblemOf(error).kind, 'declined');
});

test('a wallet with an open request says so', () => {
  assert.equal(walletProblemOf({ code: -32002 }).kind, 'busy');
});

test('anything else shows its first line only', () => {
  assert.equal(
    walletProblemOf(new Error('No funds.\nstack')).sentence,
    'The wallet did not do it. No funds.',
  );
});
