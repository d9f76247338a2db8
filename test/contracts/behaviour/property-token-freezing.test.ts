import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, type Hex, parseEventLogs, zeroAddress } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { createPlatform, SHARE, type Token } from '../support/platform.ts';
import { refusalFrom, refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const MOST = 2n ** 104n - 1n;
const [a0, b0, c0] = [alice, bob, carol].map((address) => address.toLowerCase());

async function held() {
  const { token } = await tokenize(p, { maxSupply: 1_000n * SHARE });
  await issue(p, token, [
    [alice, 100n * SHARE],
    [bob, 50n * SHARE],
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
  return parseEventLogs({ abi: token.abi, logs }).map(
    ({ eventName, args }) => `${eventName}(${Object.values(args).join(', ')})`,
  );
}

describe('Frozen shares as ERC-7943 wants them', () => {
  it('has its interface id', async () => {
    const token = await p.load(held);
    assert.equal(await token.read.supportsInterface(['0x3edbb4c4']), true);
  });

  it('are overwritten by agents and told by number and by difference', async () => {
    const token = await p.load(held);
    const set = (amount: bigint) => told(token, token.write.setFrozenTokens([alice, amount], asOperator));
    const a = getAddress(alice);
    assert.deepEqual(await set(60n), [`TokensFrozen(${a}, 60)`, `Frozen(${a}, 60)`]);
    assert.deepEqual(await set(25n), [`TokensUnfrozen(${a}, 35)`, `Frozen(${a}, 25)`]);
    assert.deepEqual(await set(25n), [`Frozen(${a}, 25)`]);
    assert.equal(
      await refusal(token.write.setFrozenTokens([alice, 1n], asAlice)),
      `AgentRoleUnauthorized(${a0})`,
    );
    assert.equal(
      await refusal(token.write.setFrozenTokens([zeroAddress, 1n], asOperator)),
      'PropertyTokenZeroAddress()',
    );
    assert.equal(
      await refusal(token.write.setFrozenTokens([alice, MOST + 1n], asOperator)),
      `PropertyTokenAmountTooLarge(${MOST + 1n})`,
    );
  });

  it('pitfall 8: may be more than the balance, and withhold what comes later', async () => {
    const token = await p.load(held);
    await token.write.setFrozenTokens([alice, 120n * SHARE], asOperator);
    assert.equal(await token.read.getFrozenTokens([alice]), 120n * SHARE);
    assert.equal(await token.read.freeBalanceOf([alice]), 0n);
    assert.equal(
      await refusal(token.write.transfer([bob, 1n], asAlice)),
      `ERC7943InsufficientUnfrozenBalance(${a0}, 1, 0)`,
    );
    assert.equal(await refusal(token.write.transfer([bob, 0n], asAlice)), 'allowed');
    await token.write.mint([alice, 30n * SHARE], asOperator);
    assert.equal(await token.read.freeBalanceOf([alice]), 10n * SHARE);
    await token.write.transfer([bob, 10n * SHARE], asAlice);
    assert.equal(
      await refusal(token.write.freezePartialTokens([alice, 1n], asOperator)),
      `PropertyTokenInsufficientFreeBalance(${a0}, 0, 1)`,
    );
    await token.write.setFrozenTokens([alice, MOST], asOperator);
    assert.equal(await token.read.freeBalanceOf([alice]), 0n);
  });

  it('beyond the whole balance the plain error of ERC-20 speaks', async () => {
    const token = await p.load(held);
    await token.write.setFrozenTokens([alice, 99n * SHARE], asOperator);
    assert.equal(
      await refusal(token.write.transfer([bob, 100n * SHARE + 1n], asAlice)),
      `ERC20InsufficientBalance(${a0}, ${100n * SHARE}, ${100n * SHARE + 1n})`,
    );
  });

  it('pitfall 8: the same receiver twice in a batch gets no more than is free', async () => {
    const token = await p.load(held);
    await token.write.setFrozenTokens([alice, 60n * SHARE], asOperator);
    const twice = token.write.batchTransfer(
      [
        [bob, bob],
        [30n * SHARE, 30n * SHARE],
      ],
      asAlice,
    );
    assert.equal(
      await refusal(twice),
      `ERC7943InsufficientUnfrozenBalance(${a0}, ${30n * SHARE}, ${10n * SHARE})`,
    );
  });
});

describe('A seizure', () => {
  it('thaws exactly what it needs, and tells so before the movement', async () => {
    const token = await p.load(held);
    await token.write.setFrozenTokens([alice, 70n], asOperator);
    const [a, b] = [getAddress(alice), getAddress(bob)];
    const all = 100n * SHARE;
    assert.deepEqual(await told(token, token.write.forcedTransfer([alice, bob, all - 20n], asOperator)), [
      `TokensUnfrozen(${a}, 50)`,
      `Frozen(${a}, 20)`,
      `Transfer(${a}, ${b}, ${all - 20n})`,
      `ForcedTransfer(${a}, ${b}, ${all - 20n})`,
    ]);
    assert.deepEqual(await told(token, token.write.burn([alice, 5n], asOperator)), [
      `TokensUnfrozen(${a}, 5)`,
      `Frozen(${a}, 15)`,
      `Transfer(${a}, ${zeroAddress}, 5)`,
    ]);
  });

  it('keeps withheld what was withheld beyond the balance', async () => {
    const token = await p.load(held);
    await token.write.setFrozenTokens([alice, 150n * SHARE], asOperator);
    await token.write.batchForcedTransfer([[alice], [bob], [30n * SHARE]], asOperator);
    assert.equal(await token.read.getFrozenTokens([alice]), 120n * SHARE);
    await token.write.mint([alice, 50n * SHARE], asOperator);
    assert.equal(await token.read.freeBalanceOf([alice]), 0n);
  });

  it('pitfall 8: to oneself is refused, for it could only thaw', async () => {
    const token = await p.load(held);
    await token.write.setFrozenTokens([alice, 100n * SHARE], asOperator);
    const circle = token.write.forcedTransfer([alice, alice, 100n * SHARE], asOperator);
    assert.equal(await refusal(circle), 'PropertyTokenSelfTransfer()');
  });

  it('reaches only who may receive: verified and not frozen', async () => {
    const token = await p.load(held);
    const seize = (to: `0x${string}`) => refusal(token.write.forcedTransfer([alice, to, 1n], asOperator));
    assert.equal(await seize(carol), `ERC7943CannotReceive(${c0})`);
    assert.equal(await seize(zeroAddress), `ERC20InvalidReceiver(${zeroAddress})`);
    await token.write.setAddressFrozen([bob, true], asOperator);
    assert.equal(await seize(bob), `PropertyTokenWalletFrozen(${b0})`);
    assert.equal(await refusal(token.write.mint([bob, 1n], asOperator)), `PropertyTokenWalletFrozen(${b0})`);
    await token.write.setFrozenTokens([bob, MOST], asOperator);
    await token.write.setAddressFrozen([bob, false], asOperator);
    assert.equal(await seize(bob), 'allowed');
    assert.equal(await token.read.freeBalanceOf([bob]), 0n);
    assert.equal(
      await refusal(token.write.forcedTransfer([zeroAddress, bob, 0n], asOperator)),
      `ERC20InvalidSender(${zeroAddress})`,
    );
  });
});

describe('Who may send and receive', () => {
  it('is told per account, whatever the transfer', async () => {
    const token = await p.load(held);
    const can = async (who: `0x${string}`) => [
      await token.read.canSend([who]),
      await token.read.canReceive([who]),
    ];
    assert.deepEqual(await can(alice), [true, true]);
    assert.deepEqual(await can(carol), [true, false]);
    assert.deepEqual(await can(zeroAddress), [false, false]);
    await token.write.setAddressFrozen([alice, true], asOperator);
    assert.deepEqual(await can(alice), [false, false]);
    await p.registry.write.revokeAttestation([bob], asOperator);
    await token.write.pause(asOperator);
    assert.deepEqual(await can(bob), [true, false]);
  });

  it('is told per transfer with the reason in the revert’s own bytes', async () => {
    const token = await p.load(held);
    await attest(p, [carol]);
    const asked = async (spender: `0x${string}`, amount: bigint) => {
      const [allowed, code, reason] = await token.read.canTransferWithReason([spender, alice, bob, amount]);
      assert.equal(code, allowed ? '0x00000000' : reason.slice(0, 10));
      return allowed ? 'allowed' : refusalFrom(reason);
    };
    assert.equal(await asked(zeroAddress, SHARE), 'allowed');
    assert.equal(await asked(alice, SHARE), 'allowed');
    assert.equal(await asked(carol, SHARE), `ERC20InsufficientAllowance(${c0}, 0, ${SHARE})`);
    await token.write.approve([carol, SHARE], asAlice);
    assert.equal(await asked(carol, SHARE), 'allowed');
    await token.write.pause(asOperator);
    assert.equal(await asked(zeroAddress, SHARE), 'PropertyTokenPaused()');
    assert.equal(await token.read.canTransfer([alice, bob, SHARE]), false);
    const [mintable] = await token.read.canMintWithReason([bob, SHARE]);
    assert.equal(mintable, true);
    const [, , tooMany] = await token.read.canMintWithReason([bob, 2_000n * SHARE]);
    assert.equal(refusalFrom(tooMany), `PropertyTokenMaxSupplyExceeded(${150n * SHARE}, ${1_000n * SHARE})`);
  });
});

describe('The two pauses', () => {
  it('pitfall 18: stop transfers and issuance apart, and never a seizure or a recovery', async () => {
    const token = await p.load(held);
    await attest(p, [carol], { identity: alice });
    assert.deepEqual(await told(token, token.write.pauseIssuance(asOperator)), [
      `IssuancePaused(${getAddress(p.operator.account.address)})`,
    ]);
    assert.equal(await token.read.issuancePaused(), true);
    assert.equal(await refusal(token.write.mint([bob, 1n], asOperator)), 'PropertyTokenIssuancePaused()');
    assert.equal(await refusal(token.write.burn([bob, 1n], asOperator)), 'PropertyTokenIssuancePaused()');
    assert.equal(
      await refusal(
        token.write.batchMint(
          [
            [bob, bob],
            [1n, 1n],
          ],
          asOperator,
        ),
      ),
      'PropertyTokenIssuancePaused()',
    );
    assert.equal(await refusal(token.write.pauseIssuance(asOperator)), 'PropertyTokenIssuancePaused()');
    assert.equal(await refusal(token.write.transfer([bob, 1n], asAlice)), 'allowed');
    await token.write.pause(asOperator);
    assert.equal(await refusal(token.write.forcedTransfer([alice, bob, 1n], asOperator)), 'allowed');
    assert.equal(await refusal(token.write.recoveryAddress([alice, carol, alice], asOperator)), 'allowed');
    assert.deepEqual(await told(token, token.write.unpauseIssuance(asOperator)), [
      `IssuanceUnpaused(${getAddress(p.operator.account.address)})`,
    ]);
    assert.equal(await refusal(token.write.unpauseIssuance(asOperator)), 'PropertyTokenIssuanceNotPaused()');
    assert.equal(await refusal(token.write.mint([bob, 1n], asOperator)), 'allowed');
    await token.write.unpause(asOperator);
    assert.equal(await refusal(token.write.unpause(asOperator)), 'PropertyTokenNotPaused()');
    for (const attempt of [token.write.pauseIssuance(asAlice), token.write.unpauseIssuance(asAlice)]) {
      assert.equal(await refusal(attempt), `AgentRoleUnauthorized(${a0})`);
    }
  });
});
