import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waterfallOf } from './waterfall.ts';

const figures = {
  grossRent: 300_000n,
  processingFees: 9_000n,
  expenses: 25_000n,
  platformFee: 23_280n,
  reserve: 14_550n,
  net: 228_170n,
};

test('the steps from gross to net add up to the net', () => {
  const steps = waterfallOf(figures);
  const sum = steps.filter((step) => step.kind !== 'net').reduce((total, step) => total + step.amount, 0n);
  assert.equal(sum, figures.net);
});

test('each deduction hangs where the one before ended', () => {
  const steps = waterfallOf(figures);
  assert.equal(steps[0]?.length, 1000);
  assert.equal(steps[1]?.offset, 970);
  assert.equal(steps.at(-1)?.offset, 0);
});

test('a month without rent draws nothing and does not divide by zero', () => {
  const empty = waterfallOf({
    grossRent: 0n,
    processingFees: 0n,
    expenses: 0n,
    platformFee: 0n,
    reserve: 0n,
    net: 0n,
  });
  assert.ok(empty.every((step) => step.length === 0 || step.kind === 'gross'));
});

test('expenses above the rent never draw outside the frame', () => {
  for (const step of waterfallOf({ ...figures, expenses: 900_000n, net: -646_830n })) {
    assert.ok(step.offset >= 0 && step.offset + step.length <= 2000 && step.length <= 1000);
  }
});
