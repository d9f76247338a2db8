import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paymentStates, rentChargeStates } from '@freehold/shared/rent';
import { dueInWords, isPayable, isPaymentOpen, nextCharge, paymentWaits, rentStates } from './rent-state.ts';

test('every state of the API has words', () => {
  for (const state of rentChargeStates) assert.ok(rentStates[state].label);
  for (const state of paymentStates) assert.ok(paymentWaits[state]);
});

test('the oldest open charge comes first and paid ones never do', () => {
  const next = nextCharge([
    { dueOn: '2026-12-01', state: 'DUE' },
    { dueOn: '2026-11-01', state: 'OVERDUE' },
    { dueOn: '2026-10-01', state: 'PAID' },
  ]);
  assert.equal(next?.dueOn, '2026-11-01');
  assert.equal(nextCharge([{ dueOn: '2026-10-01', state: 'PAID' }]), undefined);
});

test('what is paid or being paid cannot be paid again', () => {
  assert.ok(!isPayable('PAID'));
  assert.ok(!isPayable('PAYING'));
  assert.ok(isPayable('OVERDUE'));
});

test('a settled or failed payment is not asked for again', () => {
  assert.ok(isPaymentOpen('PENDING'));
  assert.ok(!isPaymentOpen('SETTLED'));
  assert.ok(!isPaymentOpen('FAILED'));
});

test('days until the due day read naturally', () => {
  assert.deepEqual([3, 1, 0, -1, -4].map(dueInWords), [
    'due in 3 days',
    'due tomorrow',
    'due today',
    '1 day late',
    '4 days late',
  ]);
});
