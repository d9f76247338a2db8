import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { capTable, concentrationOf, type Holding } from './cap-table.ts';

const holding = (wallet: string, userId: string | null, shares: bigint): Holding => ({
  wallet,
  userId,
  shares,
});

describe('the cap table', () => {
  it('counts all wallets of a person as one, and an unknown wallet for itself', () => {
    const rows = capTable([
      holding('0xa', 'ann', 30n),
      holding('0xb', null, 50n),
      holding('0xc', 'ann', 30n),
      holding('0xd', null, 10n),
    ]);
    assert.deepEqual(
      rows.map(({ userId, wallets, shares, basisPoints }) => [userId, wallets, shares, basisPoints]),
      [
        ['ann', ['0xa', '0xc'], 60n, 5_000],
        [null, ['0xb'], 50n, 4_166],
        [null, ['0xd'], 10n, 833],
      ],
    );
  });

  it('measures concentration by people', () => {
    assert.deepEqual(concentrationOf(capTable([holding('0xa', 'ann', 5n), holding('0xb', 'ann', 5n)])), {
      holders: 1,
      largest: 10_000,
      fiveLargest: 10_000,
      tenLargest: 10_000,
      herfindahl: 10_000,
    });
    const even = Array.from({ length: 20 }, (_, index) => holding(`0x${index}`, null, 1n));
    assert.deepEqual(concentrationOf(capTable(even)), {
      holders: 20,
      largest: 500,
      fiveLargest: 2_500,
      tenLargest: 5_000,
      herfindahl: 500,
    });
    assert.equal(concentrationOf([]).herfindahl, 0);
  });

  it('loses no share and names every wallet once', () => {
    const holdings = fc.uniqueArray(
      fc.record({
        wallet: fc.string({ minLength: 1 }),
        userId: fc.option(fc.constantFrom('ann', 'bob'), { nil: null }),
        shares: fc.bigInt({ min: 1n, max: 10n ** 30n }),
      }),
      { selector: ({ wallet }) => wallet },
    );
    fc.assert(
      fc.property(holdings, (all) => {
        const rows = capTable(all);
        const sum = (list: readonly { shares: bigint }[]) =>
          list.reduce((total, { shares }) => total + shares, 0n);
        assert.equal(sum(rows), sum(all));
        assert.deepEqual(
          rows.flatMap(({ wallets }) => wallets).toSorted(),
          all.map(({ wallet }) => wallet).toSorted(),
        );
      }),
    );
  });
});
