import { issue, tokenize } from '../support/acts.ts';
import { allow, BUY, fundBuyer, SELL, signed, signPermit, tradeOf } from '../support/market.ts';
import { type Platform, SHARE, USDC } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';
import { RULE_NAMES, RULE_SETS, type RuleName } from './rules.ts';

const FEES = { feeBps: 25 } as const;

/** Seller and buyer hold shares and USDC already and have traded before. */
async function prepare(p: Platform, rules: RuleName) {
  const { token } = await tokenize(p, { rules: RULE_SETS[rules] });
  await issue(p, token, [
    [p.alice.account.address, 500n * SHARE],
    [p.bob.account.address, 500n * SHARE],
  ]);
  for (const wallet of [p.alice, p.bob, p.carol]) await fundBuyer(p, wallet);
  await p.usdc.write.transfer([p.deployment.treasury, USDC], { account: p.carol.account });
  await allow(p, token, p.alice, p.bob);
  const trade = async (nonce: bigint) =>
    tradeOf(
      await signed(p, p.alice, token, SELL, { ...FEES, nonce }),
      await signed(p, p.bob, token, BUY, { ...FEES, nonce }),
    );
  const asSettler = { account: p.operator.account };
  await p.marketplace.write.settle([await trade(0n), []], asSettler);
  return { token, trade, asSettler };
}

const settlement = (rules: RuleName): Scenario => ({
  title: `Settlement of signed orders, ${rules}`,
  measure: async (p) => {
    const { token, trade, asSettler } = await prepare(p, rules);
    const { rows, measure } = rowsOf(p);
    await measure(
      `settle two signed orders, ${rules}`,
      p.marketplace.write.settle([await trade(1n), []], asSettler),
    );
    const trades = await Promise.all(Array.from({ length: 10 }, (_, index) => trade(BigInt(index + 2))));
    await measure(
      `settle signed orders, ${rules}, ×10`,
      p.marketplace.write.settleBatch([trades, []], asSettler),
      10,
    );
    if (rules !== '0 rules') return rows;
    const permits = [
      await signPermit(p, p.alice, token.address, 10n * SHARE),
      await signPermit(p, p.bob, p.deployment.usdc, 1_000n * USDC),
    ];
    await measure(
      `settle two signed orders with permits, ${rules}`,
      p.marketplace.write.settle([await trade(20n), permits], asSettler),
    );
    return rows;
  },
});

/** Settlements of signed orders on the marketplace: one, in batches of ten, with each set of rules. */
export const settlements: readonly Scenario[] = RULE_NAMES.map(settlement);
