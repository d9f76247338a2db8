import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { projectedYield, trailingYield } from './yields.ts';

const SHARE = 10n ** 18n;

describe('the yields of a property', () => {
  const house = {
    monthlyRents: [100_000n, 150_000n],
    platformFeeBps: 800,
    reserveBps: 500,
    expenses: 300_000n,
    price: 100_000_000n,
    shares: 5_000n * SHARE,
  };

  it('project a year of rent less fee, reserve and expenses over what all shares cost', () => {
    // 30,000.00 a year − 2,400 − 1,500 − 3,000 = 23,100 over 500,000
    assert.deepEqual(projectedYield(house), {
      basisPoints: 462,
      annualRent: 3_000_000n,
      platformFee: 240_000n,
      reserve: 150_000n,
      expenses: 300_000n,
      net: 2_310_000n,
    });
  });

  it('say when expenses exceed the rent', () => {
    assert.ok(projectedYield({ ...house, expenses: 3_000_000n }).basisPoints < 0);
  });

  it('trail by what one share received, each dividend over its own supply', () => {
    const paid = [
      { amount: 5_000_000_000n, supply: 5_000n * SHARE },
      { amount: 5_000_000_000n, supply: 2_500n * SHARE },
    ];
    assert.deepEqual(trailingYield(paid, 100_000_000n), { perShare: 3_000_000n, basisPoints: 300 });
  });

  it('are nothing where nothing was paid and no share exists', () => {
    assert.deepEqual(trailingYield([], 1n), { perShare: 0n, basisPoints: 0 });
    assert.equal(trailingYield([{ amount: 5n, supply: 0n }], 1n).perShare, 0n);
    assert.equal(projectedYield({ ...house, shares: 0n }).basisPoints, 0);
  });
});
