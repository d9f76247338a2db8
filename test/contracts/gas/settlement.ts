import { type OrderChange, tradeOf } from '../support/market.ts';
import { type Platform, SHARE, type Token } from '../support/platform.ts';
import { openMarket, pairOf, settle } from '../support/trading.ts';
import { rowsOf, type Scenario } from './row.ts';
import { RULE_NAMES, RULE_SETS, type RuleName } from './rules.ts';

const BATCH = 10;

const tradeWith = async (p: Platform, token: Token, nonce: number, change: OrderChange = {}) => {
  const order = { ...change, nonce: BigInt(nonce), shares: SHARE };
  return tradeOf(...(await pairOf(p, token, order, order)));
};

/** Two orders signed off chain, settled in full by somebody else; both sides have traded here before. */
function settlement(rules: RuleName): Scenario {
  return {
    title: `Settlement, ${rules}`,
    measure: async (p) => {
      const { rows, measure } = rowsOf(p);
      const token = await openMarket(p, { rules: RULE_SETS[rules] });
      const fee = { feeBps: 50 };
      await settle(p, await tradeWith(p, token, 0));
      await settle(p, await tradeWith(p, token, 1, fee));
      await measure(`settle two signed orders, ${rules}`, settle(p, await tradeWith(p, token, 2)));
      await measure(
        `settle two signed orders with a fee, ${rules}`,
        settle(p, await tradeWith(p, token, 3, fee)),
      );
      const trades = await Promise.all(
        Array.from({ length: BATCH }, (_, index) => tradeWith(p, token, 10 + index)),
      );
      await measure(
        `settle signed orders, ${rules}, ×${BATCH}`,
        p.marketplace.write.settleBatch([trades, []], { account: p.stranger.account }),
        BATCH,
      );
      return rows;
    },
  };
}

export const settlements: readonly Scenario[] = RULE_NAMES.map(settlement);
