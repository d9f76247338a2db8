import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Fees, initialFees, replacementFees } from './fee-policy.ts';

const fees = fc
  .tuple(fc.bigInt(1n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n))
  .map(([most, tip]): Fees => ({ maxFeePerGas: most, maxPriorityFeePerGas: tip < most ? tip : most }));
const cap = fc.bigInt(1n, 10n ** 13n);

describe('fees of a transaction', () => {
  it('never exceed the cap, and the tip never exceeds the fee', () => {
    fc.assert(
      fc.property(fees, cap, (suggested, most) => {
        const chosen = initialFees(suggested, most);
        assert.ok(chosen.maxFeePerGas <= most);
        assert.ok(chosen.maxPriorityFeePerGas <= chosen.maxFeePerGas);
      }),
    );
  });

  it('rise by at least a tenth in both parts when a transaction is replaced, as nodes demand', () => {
    fc.assert(
      fc.property(fees, fees, cap, (previous, suggested, most) => {
        const next = replacementFees(previous, suggested, most);
        if (next === null) return;
        assert.ok(next.maxFeePerGas * 10n >= previous.maxFeePerGas * 11n);
        assert.ok(next.maxPriorityFeePerGas * 10n >= previous.maxPriorityFeePerGas * 11n);
        assert.ok(next.maxFeePerGas <= most && next.maxPriorityFeePerGas <= next.maxFeePerGas);
      }),
    );
  });

  it('follow the market when it moved further', () => {
    const previous = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n };
    const market = { maxFeePerGas: 1_000n, maxPriorityFeePerGas: 50n };
    assert.deepEqual(replacementFees(previous, market, 10_000n), market);
  });

  it('are not raised beyond the cap: a person decides', () => {
    const previous = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n };
    assert.equal(replacementFees(previous, previous, 112n), null);
    assert.deepEqual(replacementFees(previous, previous, 113n), {
      maxFeePerGas: 113n,
      maxPriorityFeePerGas: 12n,
    });
  });
});
