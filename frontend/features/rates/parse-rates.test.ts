import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRates } from './parse-rates.ts';

test('lines become rates, empty lines are passed over, commas of the source stay', () => {
  assert.deepEqual(parseRates('2026-04-01,EUR,0.9123,ECB, reference\n\n2026-04-02, GBP ,0.79,a bank\r\n'), {
    rates: [
      { on: '2026-04-01', currency: 'EUR', rate: '0.9123', source: 'ECB, reference' },
      { on: '2026-04-02', currency: 'GBP', rate: '0.79', source: 'a bank' },
    ],
  });
});

test('the first wrong line is named', () => {
  const wrong = parseRates('2026-04-01,EUR,0.9,a bank\n2026-04-31,EUR,x,a bank');
  assert.ok('problem' in wrong && wrong.problem.startsWith('Line 2:'));
  assert.ok('problem' in parseRates(' '));
});
