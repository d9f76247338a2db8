import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type StatementItem, statementFigures } from './statement-figures.ts';

const fees = { platformFeeBps: 800, reserveBps: 500 };
const item = (kind: StatementItem['kind'], amountCents: bigint): StatementItem => ({
  kind,
  label: kind,
  amountCents,
  entryId: null,
  expenseId: null,
});

describe('figures of an income statement', () => {
  it('goes from gross rent to net', () => {
    const figures = statementFigures(
      [
        item('RENT', 200_000n),
        item('RENT', 100_000n),
        item('PROCESSING_FEE', -8_760n),
        item('EXPENSE', -25_000n),
      ],
      fees,
    );
    assert.deepEqual(figures, {
      grossRent: 300_000n,
      processingFees: 8_760n,
      distributable: 291_240n,
      expenses: 25_000n,
      platformFee: 24_000n,
      reserve: 15_000n,
      net: 227_240n,
    });
  });

  it('takes refunds off the rent', () => {
    const figures = statementFigures([item('RENT', 100_000n), item('ADJUSTMENT', -40_000n)], fees);
    assert.equal(figures.grossRent, 60_000n);
    assert.equal(figures.platformFee, 4_800n);
  });

  it('lets the reserve yield before the net turns negative', () => {
    const figures = statementFigures([item('RENT', 100_000n), item('EXPENSE', -90_000n)], fees);
    assert.equal(figures.reserve, 2_000n);
    assert.equal(figures.net, 0n);
    assert.equal(statementFigures([item('RENT', 100_000n), item('EXPENSE', -95_000n)], fees).net, -3_000n);
  });

  it('never loses a cent, whatever comes in and goes out', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(fc.array(cents), fc.array(cents), fc.array(cents), (rents, costs, expenses) => {
        const figures = statementFigures(
          [
            ...rents.map((amount) => item('RENT', amount)),
            ...costs.map((amount) => item('PROCESSING_FEE', -amount)),
            ...expenses.map((amount) => item('EXPENSE', -amount)),
          ],
          fees,
        );
        assert.equal(figures.grossRent - figures.processingFees, figures.distributable);
        assert.equal(
          figures.expenses + figures.platformFee + figures.reserve + figures.net,
          figures.distributable,
        );
        assert.ok(figures.reserve >= 0n && figures.platformFee >= 0n);
      }),
    );
  });
});
