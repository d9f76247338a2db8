import { addressOf, attest, issue, tokenize } from '../support/acts.ts';
import { SHARE } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';
import { RULE_SETS, type RuleName } from './rules.ts';

/** Single movements of shares under one set of rules. "holder" has shares already, "newcomer" has none. */
export function movements(rules: RuleName): Scenario {
  return {
    title: `Movements, ${rules}`,
    measure: async (p) => {
      const { rows, measure } = rowsOf(p);
      const asOperator = { account: p.operator.account };
      const asAlice = { account: p.alice.account };
      const asCarol = { account: p.carol.account };
      const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
      const newcomers = Array.from({ length: 2 }, (_, index) => addressOf(1_000 + index));
      const [first = alice, second = alice] = newcomers;
      const { token } = await tokenize(p, { rules: RULE_SETS[rules] });
      await issue(
        p,
        token,
        [alice, bob, carol].map((holder) => [holder, 10_000n * SHARE] as const),
      );
      await attest(p, newcomers);
      await token.write.transfer([bob, SHARE], asAlice);
      await token.write.approve([carol, 1_000n * SHARE], asAlice);
      await token.write.transferFrom([alice, bob, SHARE], asCarol);

      await measure(`transfer to a holder, ${rules}`, token.write.transfer([bob, SHARE], asAlice));
      await measure(`transfer to a newcomer, ${rules}`, token.write.transfer([first, SHARE], asAlice));
      await measure(
        `transferFrom to a holder, ${rules}`,
        token.write.transferFrom([alice, bob, SHARE], asCarol),
      );
      await measure(
        `forcedTransfer to a holder, ${rules}`,
        token.write.forcedTransfer([alice, bob, SHARE], asOperator),
      );
      await measure(`mint to a holder, ${rules}`, token.write.mint([bob, SHARE], asOperator));
      await measure(`mint to a newcomer, ${rules}`, token.write.mint([second, SHARE], asOperator));
      await measure(`burn, ${rules}`, token.write.burn([bob, SHARE], asOperator));
      return rows;
    },
  };
}
