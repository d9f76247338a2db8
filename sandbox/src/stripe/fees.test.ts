import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { processingFee } from './fees.ts';

describe('Stripe’s processing fee', () => {
  it('is 2.9% + 30 cents for cards, the percentage rounded half up', () => {
    assert.equal(processingFee('card', 100_000), 2_930);
    assert.equal(processingFee('card', 50), 31);
    assert.equal(processingFee('card', 500), 45);
    assert.equal(processingFee('card', 5_000_000), 145_030);
  });

  it('is 0.8% for bank debits, five dollars at most', () => {
    assert.equal(processingFee('us_bank_account', 10_000), 80);
    assert.equal(processingFee('us_bank_account', 62_500), 500);
    assert.equal(processingFee('us_bank_account', 62_437), 499);
    assert.equal(processingFee('us_bank_account', 10_000_000), 500);
  });

  it('never falls when the amount grows', () => {
    const amount = fc.integer({ min: 50, max: 99_999_999 });
    fc.assert(
      fc.property(amount, fc.constantFrom('card', 'us_bank_account'), (cents, type) => {
        assert.ok(processingFee(type, cents + 1) >= processingFee(type, cents));
      }),
    );
  });
});
