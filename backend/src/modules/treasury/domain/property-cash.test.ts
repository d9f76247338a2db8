import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { movableLines, sumOfLines } from './property-cash.ts';

const amounts = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.bigInt(-1_000n, 1_000_000n))
  .map((record) => new Map(Object.entries(record)));

describe('what may move on for each property', () => {
  it('is never more than has arrived and not left, nor more than the books owe', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, (arrived, gone, owed) => {
        for (const { propertyId, amountCents } of movableLines(arrived, gone, owed)) {
          assert.ok(amountCents > 0n);
          assert.ok(amountCents <= (arrived.get(propertyId) ?? 0n) - (gone.get(propertyId) ?? 0n));
          assert.ok(amountCents <= (owed.get(propertyId) ?? 0n));
        }
      }),
    );
  });

  it('is nothing once all of it has left', () => {
    fc.assert(
      fc.property(amounts, amounts, (arrived, owed) => {
        const first = movableLines(arrived, new Map(), owed);
        const gone = new Map(first.map(({ propertyId, amountCents }) => [propertyId, amountCents]));
        const left = new Map([...owed].map(([id, amount]) => [id, amount - (gone.get(id) ?? 0n)]));
        assert.deepEqual(movableLines(arrived, gone, left), []);
      }),
    );
  });

  it('takes the smaller of cash and claim, property by property', () => {
    const arrived = new Map([
      ['a', 100n],
      ['b', 50n],
      ['c', 10n],
    ]);
    const gone = new Map([['a', 40n]]);
    const owed = new Map([
      ['a', 60n],
      ['b', 20n],
    ]);
    const lines = movableLines(arrived, gone, owed);
    assert.deepEqual(lines, [
      { propertyId: 'a', amountCents: 60n },
      { propertyId: 'b', amountCents: 20n },
    ]);
    assert.equal(sumOfLines(lines), 80n);
  });
});
