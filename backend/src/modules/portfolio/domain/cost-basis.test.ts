import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fifo, IncompleteHistoryError, type ShareMovement, totalsOf, unrealisedGain } from './cost-basis.ts';

const at = new Date('2026-01-01T00:00:00Z');
const bought = (id: string, shares: bigint, cost: bigint | null): ShareMovement => ({
  direction: 'in',
  id,
  at,
  shares,
  cost,
});
const sold = (id: string, shares: bigint, proceeds: bigint | null): ShareMovement => ({
  direction: 'out',
  id,
  at,
  shares,
  proceeds,
});

const amount = fc.bigInt({ min: 0n, max: 10n ** 30n });
const known = fc.option(amount, { nil: null });

/** Any history in which nothing is given away that is not held. */
const histories = fc
  .array(fc.record({ out: fc.boolean(), shares: amount, money: known, part: fc.nat(100) }), { maxLength: 40 })
  .map((steps) => {
    let held = 0n;
    return steps.map((step, index): ShareMovement => {
      const shares = step.out ? (held * BigInt(step.part)) / 100n : step.shares;
      held += step.out ? -shares : shares;
      return step.out ? sold(`out ${index}`, shares, step.money) : bought(`in ${index}`, shares, step.money);
    });
  });

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe('cost basis, first in first out', () => {
  it('sells the oldest lot first and splits the next', () => {
    const { lots, realised } = fifo([bought('a', 10n, 100n), bought('b', 10n, 300n), sold('s', 15n, 600n)]);
    assert.deepEqual(
      realised.map(({ lotId, shares, cost, proceeds, gain }) => [lotId, shares, cost, proceeds, gain]),
      [
        ['a', 10n, 100n, 400n, 300n],
        ['b', 5n, 150n, 200n, 50n],
      ],
    );
    assert.deepEqual(
      lots.map(({ id, shares, cost }) => [id, shares, cost]),
      [['b', 5n, 150n]],
    );
  });

  it('keeps an unknown cost unknown, in the lot and in the gain, and never takes it for zero', () => {
    const basis = fifo([bought('gift', 10n, null), bought('b', 10n, 50n), sold('s', 12n, 120n)]);
    assert.deepEqual(
      basis.realised.map(({ cost, gain }) => [cost, gain]),
      [
        [null, null],
        [10n, 10n],
      ],
    );
    assert.deepEqual(totalsOf(basis), {
      cost: 40n,
      sharesWithCost: 8n,
      sharesWithoutCost: 0n,
      realisedGain: 10n,
      realisedWithoutGain: 10n,
    });
  });

  it('has no unrealised gain where no share has a known cost', () => {
    const totals = totalsOf(fifo([bought('gift', 10n, null)]));
    assert.equal(unrealisedGain(totals, { worth: 100n, ofShares: 10n }), null);
  });

  it('counts the unrealised gain of the shares of known cost only', () => {
    const totals = totalsOf(fifo([bought('gift', 5n, null), bought('b', 5n, 30n)]));
    assert.equal(unrealisedGain(totals, { worth: 100n, ofShares: 10n }), 20n);
  });

  it('refuses a history that gives away what never came in', () => {
    assert.throws(() => fifo([bought('a', 1n, 1n), sold('s', 2n, 2n)]), IncompleteHistoryError);
  });

  it('loses and doubles no share, whatever the history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { lots, realised } = fifo(history);
        const came = sum(history.flatMap((step) => (step.direction === 'in' ? [step.shares] : [])));
        const left = sum(lots.map(({ shares }) => shares));
        assert.equal(left + sum(realised.map(({ shares }) => shares)), came);
        assert.ok(lots.every(({ shares }) => shares > 0n));
        for (const step of history) {
          const parts = realised.filter(({ disposalId }) => disposalId === step.id);
          if (step.direction === 'out') assert.equal(sum(parts.map(({ shares }) => shares)), step.shares);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses and doubles no unit of cost or proceeds, whatever the history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { lots, realised } = fifo(history);
        for (const step of history) {
          if (step.shares === 0n) continue;
          if (step.direction === 'in') {
            const gone = realised.filter(({ lotId }) => lotId === step.id).map(({ cost }) => cost);
            const parts = [...gone, ...lots.filter(({ id }) => id === step.id).map(({ cost }) => cost)];
            if (step.cost === null) assert.ok(parts.every((cost) => cost === null));
            else assert.equal(sum(parts.map((cost) => cost ?? -1n)), step.cost);
          } else {
            const parts = realised.filter(({ disposalId }) => disposalId === step.id);
            if (step.proceeds === null) assert.ok(parts.every(({ proceeds }) => proceeds === null));
            else assert.equal(sum(parts.map(({ proceeds }) => proceeds ?? -1n)), step.proceeds);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never sells a younger lot while an older one has shares', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const order = history.map(({ id }) => id);
        const taken = fifo(history).realised.map(({ lotId }) => order.indexOf(lotId));
        assert.deepEqual(
          taken,
          taken.toSorted((left, right) => left - right),
        );
      }),
    );
  });

  it('has a gain that is exactly proceeds less cost, wherever both are known', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const basis = fifo(history);
        const parts = basis.realised.filter(({ gain }) => gain !== null);
        const expected = sum(parts.map(({ proceeds, cost }) => (proceeds ?? 0n) - (cost ?? 0n)));
        assert.equal(totalsOf(basis).realisedGain, expected);
      }),
    );
  });
});
