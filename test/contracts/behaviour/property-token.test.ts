import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, hexToSignature, zeroAddress } from 'viem';
import { addressOf, attest, issue, tokenize } from '../support/acts.ts';
import { deployPlainCompliance } from '../support/mocks.ts';
import { createPlatform, propertyKey, SHARE, type Token } from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, operator } = p;
const asOperator = { account: operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];

async function held() {
  const tokenized = await tokenize(p, { maxSupply: 1_000n * SHARE });
  await issue(p, tokenized.token, [
    [alice, 100n * SHARE],
    [bob, 50n * SHARE],
  ]);
  return tokenized;
}

const refused = (
  token: Token,
  attempt: Promise<unknown>,
  error: Parameters<typeof viem.assertions.revertWithCustomError<Token>>[2],
) => viem.assertions.revertWithCustomError(attempt, token, error);

describe('A transfer of shares', () => {
  it('moves shares between verified holders and needs only the receiver to be verified', async () => {
    const { token } = await p.load(held);
    await p.registry.write.revokeAttestation([alice], asOperator);
    await viem.assertions.emitWithArgs(token.write.transfer([bob, 30n * SHARE], asAlice), token, 'Transfer', [
      getAddress(alice),
      getAddress(bob),
      30n * SHARE,
    ]);
    assert.equal(await token.read.balanceOf([alice]), 70n * SHARE);
    assert.equal(await token.read.balanceOf([bob]), 80n * SHARE);
    await refused(
      token,
      token.write.transfer([alice, SHARE], { account: p.bob.account }),
      'ERC7943CannotReceive',
    );
  });

  it('is refused to strangers, the zero address, beyond the balance, and while paused', async () => {
    const { token } = await p.load(held);
    await refused(token, token.write.transfer([carol, SHARE], asAlice), 'ERC7943CannotReceive');
    await refused(token, token.write.transfer([zeroAddress, SHARE], asAlice), 'ERC20InvalidReceiver');
    await refused(token, token.write.transfer([bob, 101n * SHARE], asAlice), 'ERC20InsufficientBalance');
    await token.write.pause(asOperator);
    await refused(token, token.write.transfer([bob, SHARE], asAlice), 'PropertyTokenPaused');
    await refused(token, token.write.batchTransfer([[bob], [SHARE]], asAlice), 'PropertyTokenPaused');
    await refused(token, token.write.pause(asOperator), 'PropertyTokenPaused');
    await token.write.unpause(asOperator);
    await token.write.transfer([bob, SHARE], asAlice);
  });

  it('of nothing, and to oneself, is an ordinary transfer', async () => {
    const { token } = await p.load(held);
    await viem.assertions.emit(token.write.transfer([bob, 0n], asAlice), token, 'Transfer');
    await viem.assertions.emit(token.write.transfer([alice, 100n * SHARE], asAlice), token, 'Transfer');
    assert.equal(await token.read.balanceOf([alice]), 100n * SHARE);
    assert.equal(await token.read.totalSupply(), 150n * SHARE);
  });

  it('spends an allowance, without limit when it is unlimited', async () => {
    const { token } = await p.load(held);
    const asCarol = { account: p.carol.account };
    await token.write.approve([carol, 5n * SHARE], asAlice);
    await token.write.transferFrom([alice, bob, 3n * SHARE], asCarol);
    assert.equal(await token.read.allowance([alice, carol]), 2n * SHARE);
    await refused(
      token,
      token.write.transferFrom([alice, bob, 3n * SHARE], asCarol),
      'ERC20InsufficientAllowance',
    );
    await token.write.approve([carol, 2n ** 256n - 1n], asAlice);
    await token.write.transferFrom([alice, bob, 3n * SHARE], asCarol);
    assert.equal(await token.read.allowance([alice, carol]), 2n ** 256n - 1n);
  });

  it('goes in batches of equal length only', async () => {
    const { token } = await p.load(held);
    await token.write.batchTransfer(
      [
        [bob, bob],
        [SHARE, 2n * SHARE],
      ],
      asAlice,
    );
    assert.equal(await token.read.balanceOf([bob]), 53n * SHARE);
    await refused(
      token,
      token.write.batchTransfer([[bob], [SHARE, SHARE]], asAlice),
      'PropertyTokenArrayLengths',
    );
    for (const attempt of [
      token.write.batchMint([[bob], []], asOperator),
      token.write.batchBurn([[bob], []], asOperator),
      token.write.batchForcedTransfer([[alice], [bob], []], asOperator),
      token.write.batchForcedTransfer([[alice], [], []], asOperator),
      token.write.batchSetAddressFrozen([[bob], []], asOperator),
      token.write.batchFreezePartialTokens([[bob], []], asOperator),
      token.write.batchUnfreezePartialTokens([[bob], []], asOperator),
    ]) {
      await refused(token, attempt, 'PropertyTokenArrayLengths');
    }
  });
});

describe('Freezing', () => {
  it('a wallet stops it on both ends', async () => {
    const { token } = await p.load(held);
    await viem.assertions.emitWithArgs(
      token.write.setAddressFrozen([alice, true], asOperator),
      token,
      'AddressFrozen',
      [getAddress(alice), true, getAddress(operator.account.address)],
    );
    await refused(token, token.write.transfer([bob, SHARE], asAlice), 'ERC7943CannotSend');
    await refused(
      token,
      token.write.transfer([alice, SHARE], { account: p.bob.account }),
      'PropertyTokenWalletFrozen',
    );
    assert.equal(await token.read.freeBalanceOf([alice]), 0n);
    await token.write.batchSetAddressFrozen([[alice], [false]], asOperator);
    await token.write.transfer([bob, SHARE], asAlice);
  });

  it('a part leaves the rest free', async () => {
    const { token } = await p.load(held);
    await token.write.freezePartialTokens([alice, 60n * SHARE], asOperator);
    assert.equal(await token.read.getFrozenTokens([alice]), 60n * SHARE);
    assert.equal(await token.read.freeBalanceOf([alice]), 40n * SHARE);
    await refused(
      token,
      token.write.transfer([bob, 41n * SHARE], asAlice),
      'ERC7943InsufficientUnfrozenBalance',
    );
    await refused(
      token,
      token.write.transfer([alice, 41n * SHARE], asAlice),
      'ERC7943InsufficientUnfrozenBalance',
    );
    await refused(
      token,
      token.write.freezePartialTokens([alice, 41n * SHARE], asOperator),
      'PropertyTokenInsufficientFreeBalance',
    );
    await refused(
      token,
      token.write.unfreezePartialTokens([alice, 61n * SHARE], asOperator),
      'PropertyTokenAmountAboveFrozen',
    );
    await token.write.transfer([bob, 40n * SHARE], asAlice);
    await token.write.unfreezePartialTokens([alice, 60n * SHARE], asOperator);
    await token.write.transfer([bob, 60n * SHARE], asAlice);
  });

  it('does not stop a seizure, which thaws no more than it needs and never moves in a circle', async () => {
    const { token } = await p.load(held);
    await token.write.freezePartialTokens([alice, 60n * SHARE], asOperator);
    await token.write.setAddressFrozen([alice, true], asOperator);
    await token.write.pause(asOperator);
    await viem.assertions.emitWithArgs(
      token.write.forcedTransfer([alice, bob, 70n * SHARE], asOperator),
      token,
      'TokensUnfrozen',
      [getAddress(alice), 30n * SHARE],
    );
    assert.equal(await token.read.getFrozenTokens([alice]), 30n * SHARE);
    assert.equal(await token.read.balanceOf([alice]), 30n * SHARE);
    await refused(
      token,
      token.write.forcedTransfer([alice, alice, SHARE], asOperator),
      'PropertyTokenSelfTransfer',
    );
    await refused(
      token,
      token.write.forcedTransfer([alice, carol, SHARE], asOperator),
      'ERC7943CannotReceive',
    );
    await token.write.burn([alice, 30n * SHARE], asOperator);
    assert.equal(await token.read.getFrozenTokens([alice]), 0n);
  });
});

describe('Issuing and burning', () => {
  it('is for agents, to verified wallets, up to the maximum', async () => {
    const { token } = await p.load(held);
    await refused(token, token.write.mint([bob, SHARE], asAlice), 'AgentRoleUnauthorized');
    await refused(
      token,
      token.write.mint([bob, SHARE], { account: p.owner.account }),
      'AgentRoleUnauthorized',
    );
    await refused(token, token.write.mint([carol, SHARE], asOperator), 'ERC7943CannotReceive');
    await refused(token, token.write.mint([bob, 851n * SHARE], asOperator), 'PropertyTokenMaxSupplyExceeded');
    await token.write.mint([bob, 850n * SHARE], asOperator);
    await refused(token, token.write.burn([bob, 901n * SHARE], asOperator), 'ERC20InsufficientBalance');
    await token.write.burn([bob, 900n * SHARE], asOperator);
    assert.equal(await token.read.totalSupply(), 100n * SHARE);
    await token.write.pause(asOperator);
    await token.write.mint([bob, SHARE], asOperator);
  });

  it('every act of an agent is refused to everybody else', async () => {
    const { token } = await p.load(held);
    for (const attempt of [
      token.write.batchMint([[bob], [SHARE]], asAlice),
      token.write.burn([bob, SHARE], asAlice),
      token.write.batchBurn([[bob], [SHARE]], asAlice),
      token.write.forcedTransfer([bob, alice, SHARE], asAlice),
      token.write.batchForcedTransfer([[bob], [alice], [SHARE]], asAlice),
      token.write.recoveryAddress([bob, alice, bob], asAlice),
      token.write.pause(asAlice),
      token.write.unpause(asAlice),
      token.write.setAddressFrozen([bob, true], asAlice),
      token.write.batchSetAddressFrozen([[bob], [true]], asAlice),
      token.write.freezePartialTokens([bob, SHARE], asAlice),
      token.write.batchFreezePartialTokens([[bob], [SHARE]], asAlice),
      token.write.unfreezePartialTokens([bob, SHARE], asAlice),
      token.write.batchUnfreezePartialTokens([[bob], [SHARE]], asAlice),
    ]) {
      await refused(token, attempt, 'AgentRoleUnauthorized');
    }
    for (const attempt of [
      token.write.setName(['x'], asOperator),
      token.write.setSymbol(['x'], asOperator),
      token.write.setOnchainID([bob], asOperator),
      token.write.setIdentityRegistry([bob], asOperator),
      token.write.setCompliance([bob], asOperator),
      token.write.addAgent([bob], asOperator),
      token.write.removeAgent([bob], asOperator),
    ]) {
      await refused(token, attempt, 'OwnableUnauthorizedAccount');
    }
    const initial = {
      ...{ name: 'x', symbol: 'x', maxSupply: 1n, owner: alice, agents: [] },
      ...{ identityRegistry: bob, compliance: bob },
    };
    await refused(token, token.write.initialize([initial], asAlice), 'InvalidInitialization');
  });
});

describe('Recovering a lost wallet', () => {
  it('moves everything with its freezes to a wallet of the same verified identity', async () => {
    const { token } = await p.load(held);
    await attest(p, [carol], { identity: alice });
    await token.write.freezePartialTokens([alice, 10n * SHARE], asOperator);
    await token.write.setAddressFrozen([alice, true], asOperator);
    await viem.assertions.emitWithArgs(
      token.write.recoveryAddress([alice, carol, alice], asOperator),
      token,
      'RecoverySuccess',
      [getAddress(alice), getAddress(carol), getAddress(alice)],
    );
    assert.equal(await token.read.balanceOf([alice]), 0n);
    assert.equal(await token.read.balanceOf([carol]), 100n * SHARE);
    assert.equal(await token.read.getFrozenTokens([carol]), 10n * SHARE);
    assert.equal(await token.read.isFrozen([carol]), true);
    assert.equal(await token.read.successorOf([alice]), getAddress(carol));
  });

  it('is refused to another investor, an unverified wallet, the same wallet and an empty one', async () => {
    const { token } = await p.load(held);
    const lost = (to: `0x${string}`, identity = alice) =>
      token.write.recoveryAddress([alice, to, identity], asOperator);
    await refused(token, lost(bob), 'PropertyTokenRecoveryNotPossible');
    await refused(token, lost(carol), 'PropertyTokenRecoveryNotPossible');
    await refused(token, lost(alice), 'PropertyTokenRecoveryNotPossible');
    await refused(token, lost(bob, bob), 'PropertyTokenRecoveryNotPossible');
    await p.registry.write.registerIdentity([carol, alice, 276], asOperator);
    await refused(token, lost(carol), 'ERC7943CannotReceive');
    await refused(
      token,
      token.write.recoveryAddress([carol, alice, alice], asOperator),
      'PropertyTokenNothingToRecover',
    );
  });

  it('works again on a second token, and back to the first wallet', async () => {
    const { token } = await p.load(held);
    const { token: second } = await tokenize(p, { key: propertyKey('second') });
    await issue(p, second, [[alice, 7n * SHARE]]);
    await attest(p, [carol], { identity: alice });
    await token.write.recoveryAddress([alice, carol, alice], asOperator);
    await second.write.recoveryAddress([alice, carol, alice], asOperator);
    assert.equal(await second.read.balanceOf([carol]), 7n * SHARE);
    await token.write.recoveryAddress([carol, alice, alice], asOperator);
    assert.equal(await token.read.successorOf([carol]), getAddress(alice));
    assert.equal(await token.read.successorOf([alice]), getAddress(alice));
  });
});

describe('The token', () => {
  it('says what it is', async () => {
    const { token, compliance } = await p.load(held);
    assert.equal(await token.read.name(), 'Linden 5');
    assert.equal(await token.read.symbol(), 'LIN5');
    assert.equal(await token.read.decimals(), 18);
    assert.equal(await token.read.version(), '1.0.0');
    assert.equal(await token.read.identityRegistry(), p.registry.address);
    assert.equal(await token.read.compliance(), compliance.address);
    assert.equal(await token.read.maxSupply(), 1_000n * SHARE);
    assert.equal(await token.read.paused(), false);
    assert.equal(await token.read.holderIndexCount(), 2n);
    for (const id of ['0x01ffc9a7', '0x36372b07', '0xa219a025', '0x9d8ff7da'] as const) {
      assert.equal(await token.read.supportsInterface([id]), true, id);
    }
    assert.equal(await token.read.supportsInterface(['0xffffffff']), false);
  });

  it('tells the world when its name, symbol or identity changes', async () => {
    const { token } = await p.load(held);
    await viem.assertions.emitWithArgs(token.write.setName(['Linden 5a']), token, 'UpdatedTokenInformation', [
      ...(['Linden 5a', 'LIN5', 18, '1.0.0', zeroAddress] as const),
    ]);
    await refused(token, token.write.setSymbol(['']), 'PropertyTokenEmptyString');
    await token.write.setOnchainID([addressOf(3)]);
    assert.equal(await token.read.onchainID(), addressOf(3));
  });

  it('takes a permit once, before its deadline, and a new name revives no old one', async () => {
    const { token } = await p.load(held);
    const deadline = BigInt(await networkHelpers.time.latest()) + 3600n;
    const signPermit = async (nonce: bigint) => {
      const signature = await p.alice.signTypedData({
        domain: {
          ...{ name: 'Freehold Property Token', version: '1' },
          ...{ chainId: p.deployment.chainId, verifyingContract: token.address },
        },
        types: {
          Permit: [
            { name: 'owner', type: 'address' },
            { name: 'spender', type: 'address' },
            { name: 'value', type: 'uint256' },
            { name: 'nonce', type: 'uint256' },
            { name: 'deadline', type: 'uint256' },
          ],
        },
        primaryType: 'Permit',
        message: { owner: alice, spender: carol, value: SHARE, nonce, deadline },
      });
      const { r, s, yParity } = hexToSignature(signature);
      return [alice, carol, SHARE, deadline, 27 + yParity, r, s] as const;
    };
    const separator = await token.read.DOMAIN_SEPARATOR();
    const permit = await signPermit(0n);
    await token.write.permit(permit);
    assert.equal(await token.read.allowance([alice, carol]), SHARE);
    await token.write.setName(['Linden 5a']);
    assert.equal(await token.read.DOMAIN_SEPARATOR(), separator);
    await refused(token, token.write.permit(permit), 'PropertyTokenInvalidSignature');
    const late = await signPermit(1n);
    await networkHelpers.time.increase(3601);
    await refused(token, token.write.permit(late), 'PropertyTokenPermitExpired');
  });

  it('obeys a compliance that knows ERC-3643 only, chosen before the first share', async () => {
    const { token } = await p.load(() => tokenize(p));
    const plain = await deployPlainCompliance(p, 10n * SHARE);
    await token.write.setCompliance([plain.address]);
    assert.equal(await plain.read.isTokenBound([token.address]), true);
    await issue(p, token, [
      [alice, 10n * SHARE],
      [bob, SHARE],
    ]);
    await refused(token, token.write.mint([alice, 11n * SHARE], asOperator), 'ERC7943CannotTransfer');
    await token.write.transfer([bob, SHARE], asAlice);
    await token.write.burn([bob, SHARE], asOperator);
    assert.deepEqual(
      [await plain.read.creations(), await plain.read.transfers(), await plain.read.destructions()],
      [2n, 1n, 1n],
    );
    await refused(token, token.write.setCompliance([plain.address]), 'PropertyTokenSupplyExists');
  });
});
