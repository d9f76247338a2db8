import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, zeroAddress } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { createPlatform, type Rules, SHARE } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const [carol, dave] = [p.carol.account.address, p.dave.account.address];
const MOST = 2n ** 104n - 1n;

/** Alice holds 100 shares; carol is her second wallet. */
async function lost(rules: Rules = {}) {
  const { token, compliance } = await tokenize(p, { rules });
  await issue(p, token, [
    [alice, 100n * SHARE],
    [bob, 50n * SHARE],
  ]);
  await attest(p, [carol], { identity: alice });
  const recover = (from: Address, to: Address, identity: Address) =>
    token.write.recoveryAddress([from, to, identity], asOperator);
  return { token, compliance, recover };
}

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

describe('A recovery', () => {
  it('pitfall 7: takes all frozen shares along, those withheld beyond the balance too', async () => {
    const { token, recover } = await p.load(lost);
    await token.write.setFrozenTokens([alice, 150n * SHARE], asOperator);
    await token.write.setFrozenTokens([carol, 7n * SHARE], asOperator);
    await recover(alice, carol, alice);
    assert.deepEqual(
      [await token.read.getFrozenTokens([alice]), await token.read.getFrozenTokens([carol])],
      [0n, 157n * SHARE],
    );
    assert.equal(await token.read.freeBalanceOf([carol]), 0n);
    await token.write.setFrozenTokens([alice, MOST], asOperator);
    await token.write.mint([alice, SHARE], asOperator);
    await recover(alice, carol, alice);
    assert.equal(await token.read.getFrozenTokens([carol]), MOST);
  });

  it('pitfall 7: takes the freeze of the wallet along, and leaves one of the new wallet', async () => {
    const { token, recover } = await p.load(lost);
    await token.write.setAddressFrozen([carol, true], asOperator);
    await recover(alice, carol, alice);
    assert.equal(await token.read.isFrozen([carol]), true);
    assert.equal(await token.read.isFrozen([alice]), false);
    assert.equal(await token.read.balanceOf([carol]), 100n * SHARE);
    await token.write.setAddressFrozen([carol, false], asOperator);
    await recover(carol, alice, alice);
    assert.equal(await token.read.isFrozen([alice]), false);
  });

  it('pitfall 7: never merges two investors, whatever the agent says', async () => {
    const { recover } = await p.load(lost);
    const impossible = (from: Address, to: Address, identity: Address) =>
      `PropertyTokenRecoveryNotPossible(${from}, ${to}, ${identity})`.toLowerCase();
    for (const [from, to, identity] of [
      [alice, bob, alice],
      [alice, bob, bob],
      [alice, alice, alice],
      [alice, carol, zeroAddress],
      [alice, dave, alice],
    ] as const) {
      assert.equal(
        (await refusal(recover(from, to, identity))).toLowerCase(),
        impossible(from, to, identity),
      );
    }
  });

  it('pitfall 7: needs a verified new wallet', async () => {
    const { recover } = await p.load(lost);
    await p.registry.write.revokeAttestation([carol], asOperator);
    assert.equal(await refusal(recover(alice, carol, alice)), `ERC7943CannotReceive(${carol})`);
  });

  it('works for a wallet that sold everything, and not for one that never held', async () => {
    const { token, recover } = await p.load(lost);
    await token.write.transfer([bob, 100n * SHARE], { account: p.alice.account });
    await recover(alice, carol, alice);
    assert.equal((await token.read.successorOf([alice])).toLowerCase(), carol);
    assert.equal(await refusal(recover(dave, carol, alice)), `PropertyTokenNothingToRecover(${dave})`);
  });

  it('is told to the rules and not judged: positions stay, limits do not stand in its way', async () => {
    const { compliance, recover } = await p.load(() =>
      lost({ maxBalance: 100n * SHARE, maxHolders: 2, lockedUntil: 2 ** 39 }),
    );
    await recover(alice, carol, alice);
    assert.equal(await compliance.read.positionOf([alice]), 100n * SHARE);
    assert.equal(await compliance.read.holderCount(), 2n);
  });
});
