import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decimalOf,
  formatDeduction,
  formatMoney,
  formatShareOf,
  formatShares,
  formatSharesShort,
  formatSharesWithUnit,
  parseDollars,
  parseShares,
  sumMoney,
} from './money-format.ts';

test('dollars show cents, groups and a real minus sign', () => {
  assert.equal(formatMoney({ amount: '123456789', currency: 'USD' }), '$1,234,567.89');
  assert.equal(formatMoney({ amount: '5', currency: 'USD' }), '$0.05');
  assert.equal(formatMoney({ amount: '-100000', currency: 'USD' }), '−$1,000.00');
});

test('USDC shows two digits, and all six when they carry value', () => {
  assert.equal(formatMoney({ amount: '12500000', currency: 'USDC' }), '12.50 USDC');
  assert.equal(formatMoney({ amount: '1', currency: 'USDC' }), '0.000001 USDC');
  assert.equal(formatMoney({ amount: '12345678', currency: 'USDC.chain' }), '12.345678 USDC');
});

test('a column whose head names the unit leaves it out', () => {
  assert.equal(formatMoney({ amount: '100000', currency: 'USD' }, { unit: false }), '1,000.00');
});

test('a column of USDC figures can show all six digits', () => {
  assert.equal(
    formatMoney({ amount: '12500000', currency: 'USDC' }, { unit: false, allDigits: true }),
    '12.500000',
  );
});

test('a deduction of nothing has no sign', () => {
  assert.equal(formatDeduction({ amount: '0', currency: 'USD' }), '$0.00');
  assert.equal(formatDeduction({ amount: '150', currency: 'USD' }), '−$1.50');
});

test('an unknown currency is refused rather than guessed', () => {
  assert.throws(() => formatMoney({ amount: '1', currency: 'EUR' }));
});

test('shares drop trailing zeros and know one from many', () => {
  assert.equal(formatShares('1250000000000000000000'), '1,250');
  assert.equal(formatShares('500000000000000000'), '0.5');
  assert.equal(formatSharesWithUnit('1000000000000000000'), '1 share');
  assert.equal(formatSharesWithUnit('0'), '0 shares');
});

test('long fractions of shares are cut after four decimals, visibly', () => {
  assert.equal(formatSharesShort('3726708074534161503'), '3.7267…');
  assert.equal(formatSharesShort('500000000000000000'), '0.5');
  assert.equal(formatSharesShort('12'), '0…');
});

test('typed dollars become cents, and nothing else becomes money', () => {
  assert.equal(parseDollars('$1,250.5'), 125050n);
  assert.equal(parseDollars('1250'), 125000n);
  assert.equal(parseDollars('1.005'), undefined);
  assert.equal(parseDollars('-3'), undefined);
  assert.equal(parseDollars('ten'), undefined);
  assert.equal(parseDollars(''), undefined);
});

test('typed shares become eighteen-digit units', () => {
  assert.equal(parseShares('1.5'), 1500000000000000000n);
});

test('the decimal for spreadsheets has no group marks and an ASCII minus', () => {
  assert.equal(decimalOf({ amount: '-123456789', currency: 'USD' }), '-1234567.89');
});

test('sums refuse to mix currencies', () => {
  assert.deepEqual(sumMoney([], 'USD'), { amount: '0', currency: 'USD' });
  assert.deepEqual(
    sumMoney(
      [
        { amount: '1', currency: 'USD' },
        { amount: '2', currency: 'USD' },
      ],
      'USD',
    ),
    { amount: '3', currency: 'USD' },
  );
  assert.throws(() => sumMoney([{ amount: '1', currency: 'USDC' }], 'USD'));
});

test('a share of a whole is rounded down and a share of nothing is unknown', () => {
  assert.equal(formatShareOf(1n, 3n), '33.33%');
  assert.equal(formatShareOf(1n, 2n), '50%');
  assert.equal(formatShareOf(1n, 0n), '—');
});
