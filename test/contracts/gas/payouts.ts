import type { Address } from 'viem';
import { addressOf, fund, issue, mintUsdc, tokenize } from '../support/acts.ts';
import { dividendId, key, SHARE, USDC } from '../support/platform.ts';
import { BATCH_SIZES, rowsOf, type Scenario } from './row.ts';

const HALF = 100;
const LARGEST_FIRST = [...BATCH_SIZES].reverse();
const COUNT = LARGEST_FIRST.reduce((sum, size) => sum + size, 0) + 2;

/** The second dividend of a property whose holders have USDC already: the month after month case. */
export const payouts: Scenario = {
  title: 'Dividends',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const asOperator = { account: p.operator.account };
    const { token } = await tokenize(p);
    const holders = Array.from({ length: COUNT }, (_, index) => addressOf(index));
    for (let from = 0; from < COUNT; from += HALF) {
      await issue(
        p,
        token,
        holders.slice(from, from + HALF).map((holder) => [holder, SHARE] as const),
      );
    }
    for (const holder of holders) await mintUsdc(p, holder, USDC);

    const declare = (month: string) =>
      p.dividends.write.declare([dividendId(month), token.address, 1_000n * USDC, key(month)], asOperator);
    const pay = (month: string, to: readonly Address[]) =>
      p.dividends.write.pay([dividendId(month), to], asOperator);
    await declare('january');
    await fund(p, dividendId('january'), 1_000n * USDC);
    for (let from = 0; from < COUNT; from += HALF) await pay('january', holders.slice(from, from + HALF));

    await measure('declare', declare('february'));
    await fund(p, dividendId('february'), 1_000n * USDC);
    let next = 0;
    for (const size of LARGEST_FIRST) {
      const some = holders.slice(next, next + size);
      next += size;
      await measure(`pay to distinct holders, ×${size}`, pay('february', some), size);
    }
    const [ordinary, last] = holders.slice(next);
    const claim = (holder: Address) => p.dividends.write.claimFor([dividendId('february'), holder]);
    if (ordinary) await measure('claim a dividend', claim(ordinary));
    if (last) await measure('claim the last part, dust goes to the next dividend', claim(last));
    return rows;
  },
};
