import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rateUnits } from '@freehold/shared/display-currency';
import { RateBook } from './rate-book.ts';

const book = new RateBook('EUR', [
  { on: '2026-03-01', rate: rateUnits('0.8') },
  { on: '2026-01-01', rate: rateUnits('0.92345678') },
]);

describe('the rate book', () => {
  it('shows an amount at the newest rate on or before its day', () => {
    assert.deepEqual(book.show(1_000_000n, '2026-02-28'), {
      amount: '92',
      currency: 'EUR',
      rateOn: '2026-01-01',
    });
    assert.deepEqual(book.show(100_000_000n, '2026-03-01'), {
      amount: '8000',
      currency: 'EUR',
      rateOn: '2026-03-01',
    });
  });

  it('leaves a day without a rate in USD', () => {
    assert.equal(book.show(1_000_000n, '2025-12-31'), null);
    const day = { units: 1_000_000n, day: '2026-01-01' };
    assert.equal(book.showAll([day, { units: 1n, day: '2025-12-31' }]), null);
  });

  it('adds up each amount at the rate of its own day, whatever rates came later', () => {
    const amounts = [
      { units: 100_000_000n, day: '2026-01-10' },
      { units: 100_000_000n, day: '2026-04-10' },
    ];
    assert.deepEqual(book.showAll(amounts), { amount: '17234', currency: 'EUR', rateOn: '2026-03-01' });
    const later = new RateBook('EUR', [
      { on: '2026-01-01', rate: rateUnits('0.92345678') },
      { on: '2026-03-01', rate: rateUnits('0.8') },
      { on: '2026-05-01', rate: rateUnits('2') },
    ]);
    assert.deepEqual(later.showAll(amounts), book.showAll(amounts));
  });

  it('shows nothing beside USD to those who chose USD', () => {
    assert.equal(new RateBook('USD', []).show(1n, '2026-01-01'), null);
  });
});
