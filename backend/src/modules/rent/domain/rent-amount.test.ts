import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toDate } from '../../../common/dates.ts';
import { rentFor } from './rent-amount.ts';

const lease = (startsOn: string, endsOn: string) => ({
  rentCents: 100_000n,
  startsOn: toDate(startsOn),
  endsOn: toDate(endsOn),
});

describe('rent of a month', () => {
  it('is the whole rent for a month the lease covers', () => {
    assert.equal(rentFor(lease('2026-01-01', '2026-12-31'), '2026-02'), 100_000n);
    assert.equal(rentFor(lease('2026-02-01', '2026-02-28'), '2026-02'), 100_000n);
  });

  it('is the part by days, rounded down, for the first and last month', () => {
    assert.equal(rentFor(lease('2026-01-22', '2026-12-31'), '2026-01'), 32_258n);
    assert.equal(rentFor(lease('2026-01-01', '2026-04-15'), '2026-04'), 50_000n);
  });

  it('is nothing outside the lease', () => {
    assert.equal(rentFor(lease('2026-02-01', '2026-03-31'), '2026-01'), 0n);
    assert.equal(rentFor(lease('2026-02-01', '2026-03-31'), '2026-04'), 0n);
  });
});
