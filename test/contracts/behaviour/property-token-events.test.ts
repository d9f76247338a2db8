import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, type Hex, parseEventLogs } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { createPlatform, type Token } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const [a, b, c] = [alice, bob, carol].map((address) => getAddress(address));
const agent = getAddress(p.operator.account.address);

async function held() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 100n],
    [bob, 50n],
  ]);
  return token;
}

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

/** Events of the token in their order, as `Name(argument, …)`. */
async function told(token: Token, hash: Promise<Hex>): Promise<string[]> {
  const { logs } = await p.client.getTransactionReceipt({ hash: await hash });
  return parseEventLogs({ abi: token.abi, logs })
    .filter(({ address }) => getAddress(address) === getAddress(token.address))
    .map(({ eventName, args }) => `${eventName}(${Object.values(args).join(', ')})`);
}

describe('What a token tells', () => {
  it('of a batch is every movement, in the order of the list', async () => {
    const token = await p.load(held);
    await attest(p, [carol]);
    const [to, amounts] = [
      [bob, carol, alice, bob],
      [1n, 2n, 3n, 4n],
    ] as const;
    assert.deepEqual(
      await told(token, token.write.batchTransfer([to, amounts], { account: p.alice.account })),
      [
        ...[`Transfer(${a}, ${b}, 1)`, `Transfer(${a}, ${c}, 2)`],
        ...[`Transfer(${a}, ${a}, 3)`, `Transfer(${a}, ${b}, 4)`],
      ],
    );
    assert.deepEqual([await token.read.balanceOf([alice]), await token.read.balanceOf([bob])], [93n, 55n]);
  });

  it('of many wallets frozen or freed is each of them', async () => {
    const token = await p.load(held);
    const set = (freeze: readonly boolean[]) =>
      told(token, token.write.batchSetAddressFrozen([[alice, bob], freeze], asOperator));
    assert.deepEqual(await set([true, false]), [
      ...[`AddressFrozen(${a}, true, ${agent})`, `AddressFrozen(${b}, false, ${agent})`],
    ]);
    assert.deepEqual([await token.read.isFrozen([alice]), await token.read.isFrozen([bob])], [true, false]);
    await set([false, true]);
    assert.deepEqual([await token.read.isFrozen([alice]), await token.read.isFrozen([bob])], [false, true]);
  });

  it('of parts frozen or freed, one or many, is the difference and the number', async () => {
    const token = await p.load(held);
    const frozen = async () => [
      await token.read.getFrozenTokens([alice]),
      await token.read.getFrozenTokens([bob]),
    ];
    const both = [alice, bob];
    assert.deepEqual(await told(token, token.write.freezePartialTokens([alice, 10n], asOperator)), [
      ...[`TokensFrozen(${a}, 10)`, `Frozen(${a}, 10)`],
    ]);
    assert.deepEqual(await told(token, token.write.batchFreezePartialTokens([both, [5n, 20n]], asOperator)), [
      `TokensFrozen(${a}, 5)`,
      `Frozen(${a}, 15)`,
      `TokensFrozen(${b}, 20)`,
      `Frozen(${b}, 20)`,
    ]);
    assert.equal(
      await refusal(token.write.batchFreezePartialTokens([both, [1n, 31n]], asOperator)),
      `PropertyTokenInsufficientFreeBalance(${bob}, 30, 31)`,
    );
    assert.equal(
      await refusal(token.write.batchUnfreezePartialTokens([both, [1n, 21n]], asOperator)),
      `PropertyTokenAmountAboveFrozen(${bob}, 20, 21)`,
    );
    assert.deepEqual(await frozen(), [15n, 20n]);
    assert.deepEqual(
      await told(token, token.write.batchUnfreezePartialTokens([both, [3n, 20n]], asOperator)),
      [`TokensUnfrozen(${a}, 3)`, `Frozen(${a}, 12)`, `TokensUnfrozen(${b}, 20)`, `Frozen(${b}, 0)`],
    );
    assert.deepEqual(await told(token, token.write.unfreezePartialTokens([alice, 12n], asOperator)), [
      ...[`TokensUnfrozen(${a}, 12)`, `Frozen(${a}, 0)`],
    ]);
    assert.deepEqual(await frozen(), [0n, 0n]);
  });

  it('of a recovery is what was freed, moved and frozen, and who succeeds whom', async () => {
    const token = await p.load(held);
    await attest(p, [carol], { identity: alice });
    await token.write.setFrozenTokens([alice, 7n], asOperator);
    await token.write.setAddressFrozen([alice, true], asOperator);
    assert.deepEqual(await told(token, token.write.recoveryAddress([alice, carol, alice], asOperator)), [
      ...[`TokensUnfrozen(${a}, 7)`, `Frozen(${a}, 0)`, `Transfer(${a}, ${c}, 100)`],
      ...[`TokensFrozen(${c}, 7)`, `Frozen(${c}, 7)`, `AddressFrozen(${c}, true, ${agent})`],
      `RecoverySuccess(${a}, ${c}, ${a})`,
    ]);
    assert.deepEqual([await token.read.isFrozen([alice]), await token.read.isFrozen([carol])], [true, true]);
    assert.equal(await token.read.successorOf([alice]), c);
  });
});
