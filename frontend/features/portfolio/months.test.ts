import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthTotals } from './months.ts';

const payout = (period: string, amount: string, state: 'FINAL' | 'SENT' = 'FINAL') => ({
  period,
  amount: { amount, currency: 'USDC' as const },
  state,
});

test('payouts of one month add up and months come oldest first', () => {
  const totals = monthTotals([payout('2026-11', '5'), payout('2026-10', '7'), payout('2026-11', '1')]);
  assert.deepEqual(
    totals.map(({ period, amount }) => [period, amount]),
    [
      ['2026-10', 7n],
      ['2026-11', 6n],
    ],
  );
});

test('what is only on its way is not counted as received', () => {
  assert.deepEqual(monthTotals([payout('2026-11', '5', 'SENT')]), []);
});

test('only the latest months are kept', () => {
  assert.equal(
    monthTotals([payout('2026-09', '1'), payout('2026-10', '1'), payout('2026-11', '1')], 2).length,
    2,
  );
});
