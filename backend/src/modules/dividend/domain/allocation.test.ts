import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { batchesOf, entitlementsOf } from './allocation.ts';

const holder = (index: number): string => `0x${index.toString(16).padStart(40, '0')}`;
const shares = fc.bigInt(1n, 10n ** 27n);
const register = fc
  .array(shares, { minLength: 1, maxLength: 60 })
  .map((amounts) => amounts.map((amount, index) => ({ holder: holder(index + 1), shares: amount })));
const supplyOf = (holders: readonly { shares: bigint }[]): bigint =>
  holders.reduce((sum, { shares: held }) => sum + held, 0n);

describe('allocation of a dividend', () => {
  it('adds up: payouts and dust are the pool', () => {
    fc.assert(
      fc.property(register, fc.bigInt(0n, 10n ** 15n), (holders, pool) => {
        const { entitlements, dust } = entitlementsOf(pool, supplyOf(holders), holders);
        assert.equal(entitlements.reduce((sum, { amount }) => sum + amount, 0n) + dust, pool);
      }),
    );
  });

  it('leaves less dust than there are holders', () => {
    fc.assert(
      fc.property(register, fc.bigInt(0n, 10n ** 15n), (holders, pool) => {
        const { dust } = entitlementsOf(pool, supplyOf(holders), holders);
        assert.ok(dust >= 0n && dust < BigInt(holders.length));
      }),
    );
  });

  it('never gives a holder of fewer shares more', () => {
    fc.assert(
      fc.property(register, fc.bigInt(0n, 10n ** 15n), (holders, pool) => {
        const { entitlements } = entitlementsOf(pool, supplyOf(holders), holders);
        const byShares = entitlements.toSorted((a, b) => (a.shares < b.shares ? -1 : 1));
        for (const [index, { amount }] of byShares.entries()) {
          assert.ok(amount >= (byShares[index - 1]?.amount ?? 0n));
        }
      }),
    );
  });

  it('does not depend on the order in which holders are read', () => {
    fc.assert(
      fc.property(register, fc.bigInt(0n, 10n ** 15n), (holders, pool) => {
        const supply = supplyOf(holders);
        assert.deepEqual(
          entitlementsOf(pool, supply, holders),
          entitlementsOf(pool, supply, holders.toReversed()),
        );
      }),
    );
  });

  it('refuses a register that is not the supply of the contract', () => {
    fc.assert(
      fc.property(register, fc.bigInt(1n, 10n ** 20n), (holders, missing) => {
        assert.throws(() => entitlementsOf(100n, supplyOf(holders) + missing, holders), /at the record date/);
      }),
    );
  });

  it('refuses a token nobody holds', () => {
    assert.throws(() => entitlementsOf(100n, 0n, []), /Nobody/);
  });

  it('cuts batches that together are the whole, none above the size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 500 }),
        fc.integer({ min: 1, max: 50 }),
        (members, size) => {
          const batches = batchesOf(members, size);
          assert.deepEqual(batches.flat(), members);
          assert.ok(batches.every((batch) => batch.length > 0 && batch.length <= size));
        },
      ),
    );
  });
});
