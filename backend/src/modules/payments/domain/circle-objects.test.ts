import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { centsText, unitsOf } from './circle-objects.ts';

describe('amounts as Circle writes them', () => {
  it('are read to the last of six digits', () => {
    assert.equal(unitsOf('3034.93'), 3_034_930_000n);
    assert.equal(unitsOf('0.000001'), 1n);
    assert.equal(unitsOf('12'), 12_000_000n);
  });

  it('are refused when they are no amount, rather than rounded', () => {
    for (const text of ['', '1.', '.5', '-1.00', '1e3', '1.0000001', '1,000.00', ' 1.00'])
      assert.throws(() => unitsOf(text), /none/);
  });

  it('come back as the cents that were written', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), (cents) => {
        assert.equal(unitsOf(centsText(cents)), cents * 10_000n);
      }),
    );
  });
});
