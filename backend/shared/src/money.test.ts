import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  add,
  allocate,
  basisPoints,
  compare,
  floorDivide,
  formatMoney,
  formatShares,
  formatUnits,
  fromMoneyJson,
  MoneyError,
  parseMoney,
  parseShares,
  parseUnits,
  subtract,
  sum,
  toMoneyJson,
  usd,
  usdc,
  usdcToUsd,
  usdToUsdc,
} from './money.ts';

const anyAmount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0n));

describe('money', () => {
  it('adds, subtracts and compares one currency', () => {
    assert.deepEqual(add(usd(150n), usd(50n)), usd(200n));
    assert.deepEqual(subtract(usdc(1n), usdc(3n)), usdc(-2n));
    assert.ok(compare(usd(1n), usd(2n)) < 0);
    assert.deepEqual(sum('USD', []), usd(0n));
  });

  it('refuses to mix currencies', () => {
    assert.throws(() => add(usd(1n), usdc(1n)), MoneyError);
    assert.throws(() => compare(usd(1n), usdc(1n)), MoneyError);
    assert.throws(() => sum('USDC', [usd(1n)]), MoneyError);
  });

  it('turns cents into USDC one to one, and back without losing a unit', () => {
    assert.deepEqual(usdToUsdc(usd(1n)), usdc(10_000n));
    fc.assert(
      fc.property(anyAmount, (units) => {
        const back = usdcToUsd(usdc(units));
        assert.deepEqual(add(usdToUsdc(back.usd), back.remainder), usdc(units));
        assert.ok(back.remainder.amount >= 0n && back.remainder.amount < 10_000n);
      }),
    );
  });

  it('rounds a division down, below zero too', () => {
    assert.equal(floorDivide(7n, 2n), 3n);
    assert.equal(floorDivide(-7n, 2n), -4n);
    assert.throws(() => floorDivide(1n, 0n), MoneyError);
  });

  it('takes hundredths of a percent, rounded down', () => {
    assert.deepEqual(basisPoints(usd(99_999n), 800), usd(7_999n));
    assert.throws(() => basisPoints(usd(1n), 10_001), MoneyError);
    assert.throws(() => basisPoints(usd(1n), 1.5), MoneyError);
  });
});

describe('allocation', () => {
  it('gives what is left over to the largest remainders, the earlier first', () => {
    assert.deepEqual(allocate(100n, [1n, 1n, 1n]), [34n, 33n, 33n]);
    assert.deepEqual(allocate(10n, [1n, 5n, 4n]), [1n, 5n, 4n]);
    assert.deepEqual(allocate(5n, [3n, 3n, 1n]), [2n, 2n, 1n]);
  });

  it('adds up to the total, and nobody is off by a whole unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), weights, (total, list) => {
        const parts = allocate(total, list);
        const whole = list.reduce((left, right) => left + right, 0n);
        assert.equal(
          parts.reduce((left, right) => left + right, 0n),
          total,
        );
        parts.forEach((part, index) => {
          const floor = (total * (list[index] ?? 0n)) / whole;
          assert.ok(part === floor || part === floor + 1n);
        });
      }),
    );
  });

  it('refuses negative amounts and weights that say nothing', () => {
    assert.throws(() => allocate(-1n, [1n]), MoneyError);
    assert.throws(() => allocate(1n, [-1n, 2n]), MoneyError);
    assert.throws(() => allocate(1n, [0n, 0n]), MoneyError);
  });
});

describe('amounts as text', () => {
  it('are read without floating point', () => {
    assert.deepEqual(parseMoney('$1,000.50', 'USD'), usd(100_050n));
    assert.deepEqual(parseMoney('0.000001', 'USDC'), usdc(1n));
    assert.deepEqual(parseMoney('-3', 'USD'), usd(-300n));
    assert.equal(parseShares('12.5'), 12_500_000_000_000_000_000n);
  });

  it('are refused when they are no number or too fine', () => {
    for (const text of ['', 'ten', '1.', '.5', '1e3', '1.234', '0x10', '1 000']) {
      assert.throws(() => parseMoney(text, 'USD'), MoneyError, text);
    }
  });

  it('are shown with two digits at least', () => {
    assert.equal(formatMoney(usd(123_456_789n)), '$1,234,567.89');
    assert.equal(formatMoney(usd(-5n)), '-$0.05');
    assert.equal(formatMoney(usdc(1_500_000n)), '1.50 USDC');
    assert.equal(formatMoney(usdc(1n)), '0.000001 USDC');
    assert.equal(formatShares(12_500_000_000_000_000_000n), '12.5');
  });

  it('survive being written and read', () => {
    fc.assert(
      fc.property(anyAmount, fc.integer({ min: 0, max: 18 }), (units, decimals) => {
        assert.equal(parseUnits(formatUnits(units, decimals), decimals), units);
      }),
    );
    fc.assert(
      fc.property(anyAmount, (units) => {
        assert.deepEqual(fromMoneyJson(toMoneyJson(usdc(units))), usdc(units));
      }),
    );
  });
});
