import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { yieldsOf } from './yield.ts';

const month = (period: string, gross: bigint, net: bigint) => ({ period, gross, net });

describe('yields', () => {
  it('counts by the year what a few months brought', () => {
    const distributed = [month('2026-01', 1_000n, 800n), month('2026-02', 1_000n, 600n)];
    const yields = yieldsOf({ valuationCents: 100_000n, distributed, monthlyRents: [1_000n] });
    // 1,400 in two months are 8,400 a year of 100,000.
    assert.deepEqual(yields, { months: 2, actual: 840, fullyRented: 840 });
  });

  it('takes a vacant unit at its last rent, less the same part of costs', () => {
    const distributed = [month('2026-01', 1_000n, 800n)];
    const yields = yieldsOf({ valuationCents: 100_000n, distributed, monthlyRents: [1_000n, 500n] });
    assert.equal(yields.actual, 960);
    assert.equal(yields.fullyRented, 1_440);
  });

  it('looks at the newest twelve months, in whatever order they come', () => {
    const distributed = Array.from({ length: 24 }, (_, index) =>
      month(
        `20${25 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
        100n,
        index < 12 ? 0n : 100n,
      ),
    );
    const yields = yieldsOf({
      valuationCents: 12_000n,
      distributed: distributed.toReversed(),
      monthlyRents: [100n],
    });
    assert.deepEqual(yields, { months: 12, actual: 1_000, fullyRented: 1_000 });
  });

  it('says nothing before the first distribution, nor of a unit that was never let', () => {
    assert.deepEqual(yieldsOf({ valuationCents: 1n, distributed: [], monthlyRents: [1n] }), {
      months: 0,
      actual: null,
      fullyRented: null,
    });
    const distributed = [month('2026-01', 10n, 10n)];
    assert.equal(
      yieldsOf({ valuationCents: 1_200n, distributed, monthlyRents: [10n, null] }).fullyRented,
      null,
    );
  });
});
