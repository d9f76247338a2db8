import { attest, issue, tokenize } from '../support/acts.ts';
import { SHARE } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';

/** What agents do to a wallet, and the allowance every ERC-20 has. */
export const agentActs: Scenario = {
  title: 'Wallets',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const asOperator = { account: p.operator.account };
    const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
    const { token } = await tokenize(p);
    await issue(p, token, [
      [alice, 100n * SHARE],
      [bob, 100n * SHARE],
    ]);
    await measure('approve', token.write.approve([bob, SHARE], { account: p.alice.account }));
    await measure('freezePartialTokens', token.write.freezePartialTokens([alice, SHARE], asOperator));
    await measure('unfreezePartialTokens', token.write.unfreezePartialTokens([alice, SHARE], asOperator));
    await measure('setAddressFrozen, freeze', token.write.setAddressFrozen([alice, true], asOperator));
    await measure('setAddressFrozen, thaw', token.write.setAddressFrozen([alice, false], asOperator));
    await attest(p, [carol], { identity: alice });
    await measure('recoveryAddress, 0 rules', token.write.recoveryAddress([alice, carol, alice], asOperator));
    return rows;
  },
};
