import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, zeroAddress, zeroHash } from 'viem';
import { issue, mintUsdc, tokenize } from '../support/acts.ts';
import { deployFloorToken } from '../support/mocks.ts';
import { createPlatform, dividendId, key, propertyKey, SHARE, USDC } from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, treasury, operator, usdc } = p;
const asOperator = { account: operator.account };
const linden = propertyKey('Linden 5');
const elm = propertyKey('Elm 9');
const recipient = p.carol.account.address;

async function credited() {
  await mintUsdc(p, treasury.address, 1_000n * USDC);
  await treasury.write.credit([key('transfer:1'), linden, 600n * USDC], asOperator);
}

describe('The treasury', () => {
  it('attributes USDC that arrived, once per reference and never more than there is', async () => {
    await p.load(credited);
    assert.equal(await treasury.read.balanceOf([linden]), 600n * USDC);
    assert.equal(await treasury.read.unallocated(), 400n * USDC);
    await viem.assertions.revertWithCustomErrorWithArgs(
      treasury.write.credit([key('transfer:1'), linden, 600n * USDC], asOperator),
      treasury,
      'TreasuryReferenceUsed',
      [key('transfer:1')],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      treasury.write.credit([key('transfer:2'), elm, 401n * USDC], asOperator),
      treasury,
      'TreasuryInsufficientUnallocated',
      [400n * USDC, 401n * USDC],
    );
    await viem.assertions.emitWithArgs(
      treasury.write.credit([key('transfer:2'), elm, 400n * USDC], asOperator),
      treasury,
      'TreasuryCredited',
      [key('transfer:2'), elm, 400n * USDC],
    );
    assert.equal(await treasury.read.allocated(), 1_000n * USDC);
  });

  it('releases one property’s USDC, once per reference and never another’s', async () => {
    await p.load(credited);
    await viem.assertions.emitWithArgs(
      treasury.write.release([key('bill:1'), linden, recipient, 100n * USDC], asOperator),
      treasury,
      'TreasuryReleased',
      [key('bill:1'), linden, recipient, 100n * USDC],
    );
    assert.equal(await usdc.read.balanceOf([recipient]), 100n * USDC);
    for (const ref of [key('bill:1'), key('transfer:1')]) {
      await viem.assertions.revertWithCustomError(
        treasury.write.release([ref, linden, recipient, USDC], asOperator),
        treasury,
        'TreasuryReferenceUsed',
      );
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      treasury.write.release([key('bill:2'), elm, recipient, USDC], asOperator),
      treasury,
      'TreasuryInsufficientBalance',
      [elm, 0n, USDC],
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.release([zeroHash, linden, recipient, USDC], asOperator),
      treasury,
      'TreasuryZeroReference',
    );
  });

  it('lets no more than the daily limit leave per day', async () => {
    await p.load(credited);
    await treasury.write.setDailyLimit([150n * USDC]);
    await treasury.write.release([key('a'), linden, recipient, 100n * USDC], asOperator);
    assert.equal(await treasury.read.remainingToday(), 50n * USDC);
    await viem.assertions.revertWithCustomErrorWithArgs(
      treasury.write.release([key('b'), linden, recipient, 51n * USDC], asOperator),
      treasury,
      'TreasuryDailyLimitExceeded',
      [50n * USDC, 51n * USDC],
    );
    await treasury.write.release([key('b'), linden, recipient, 50n * USDC], asOperator);
    await networkHelpers.time.increase(86_400);
    await treasury.write.release([key('c'), linden, recipient, 150n * USDC], asOperator);
    assert.equal(await treasury.read.balanceOf([linden]), 300n * USDC);
  });

  it('funds a dividend of the property’s own token out of the property’s USDC', async () => {
    await p.load(credited);
    const { token } = await tokenize(p, { key: linden });
    await issue(p, token, [[p.alice.account.address, SHARE]]);
    const id = dividendId('march');
    await p.dividends.write.declare([id, token.address, 250n * USDC, zeroHash], asOperator);
    await mintUsdc(p, treasury.address, USDC * 500n);
    await treasury.write.credit([key('transfer:3'), elm, 500n * USDC], asOperator);
    await viem.assertions.revertWithCustomError(
      treasury.write.fundDividend([key('d:1'), elm, id], asOperator),
      treasury,
      'TreasuryPropertyMismatch',
    );
    await viem.assertions.emitWithArgs(
      treasury.write.fundDividend([key('d:1'), linden, id], asOperator),
      treasury,
      'TreasuryReleased',
      [key('d:1'), linden, await treasury.read.dividends(), 250n * USDC],
    );
    assert.equal(await treasury.read.balanceOf([linden]), 350n * USDC);
    assert.equal((await p.dividends.read.dividend([id])).state, 2);
    await viem.assertions.revertWithCustomError(
      treasury.write.fundDividend([key('d:2'), linden, id], asOperator),
      p.dividends,
      'DividendsWrongState',
    );
    assert.equal(await usdc.read.allowance([treasury.address, p.dividends.address]), 0n);
  });

  it('moves for agents only, takes settings from the owner only, and stops when paused', async () => {
    await p.load(credited);
    const asStranger = { account: p.stranger.account };
    await viem.assertions.revertWithCustomError(
      treasury.write.release([key('x'), linden, recipient, USDC], asStranger),
      treasury,
      'AgentRoleUnauthorized',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.release([key('x'), linden, recipient, USDC], { account: p.owner.account }),
      treasury,
      'AgentRoleUnauthorized',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.setDailyLimit([1n], asOperator),
      treasury,
      'OwnableUnauthorizedAccount',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.pause(asStranger),
      treasury,
      'TreasuryUnauthorized',
    );
    await treasury.write.pause(asOperator);
    await viem.assertions.revertWithCustomError(
      treasury.write.release([key('x'), linden, recipient, USDC], asOperator),
      treasury,
      'EnforcedPause',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.unpause(asOperator),
      treasury,
      'OwnableUnauthorizedAccount',
    );
    await treasury.write.unpause();
    await treasury.write.release([key('x'), linden, recipient, USDC], asOperator);
    await viem.assertions.revertWithCustomError(
      treasury.write.wire([recipient, recipient]),
      treasury,
      'TreasuryAlreadyWired',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.initialize([recipient, 1n], asStranger),
      treasury,
      'InvalidInitialization',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.upgradeToAndCall([recipient, '0x'], asOperator),
      treasury,
      'OwnableUnauthorizedAccount',
    );
  });
});

describe('The owner of the treasury', () => {
  const ours = p.dave.account.address;

  async function creditedWithMultisig() {
    await credited();
    await treasury.write.setMultisig([ours]);
  }

  it('takes out what belongs to no property, once per reference, and never a property’s USDC', async () => {
    await p.load(creditedWithMultisig);
    await viem.assertions.revertWithCustomErrorWithArgs(
      treasury.write.sweep([key('s:1'), usdc.address, 400n * USDC + 1n]),
      treasury,
      'TreasuryInsufficientUnallocated',
      [400n * USDC, 400n * USDC + 1n],
    );
    await treasury.write.setDailyLimit([0n]);
    await viem.assertions.emitWithArgs(
      treasury.write.sweep([key('s:1'), usdc.address, 400n * USDC]),
      treasury,
      'TreasurySwept',
      [key('s:1'), usdc.address, ours, 400n * USDC],
    );
    assert.equal(await usdc.read.balanceOf([ours]), 400n * USDC);
    assert.equal(await treasury.read.unallocated(), 0n);
    assert.equal(await treasury.read.balanceOf([linden]), 600n * USDC);
    await mintUsdc(p, treasury.address, USDC);
    for (const ref of [key('s:1'), key('transfer:1')]) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        treasury.write.sweep([ref, usdc.address, USDC]),
        treasury,
        'TreasuryReferenceUsed',
        [ref],
      );
    }
    await viem.assertions.revertWithCustomError(
      treasury.write.sweep([zeroHash, usdc.address, USDC]),
      treasury,
      'TreasuryZeroReference',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.sweep([key('s:2'), usdc.address, 0n]),
      treasury,
      'TreasuryZeroAmount',
    );
  });

  it('names the multisig first, and nobody else does', async () => {
    await p.load(credited);
    await viem.assertions.revertWithCustomError(
      treasury.write.sweep([key('s:1'), usdc.address, USDC]),
      treasury,
      'TreasuryNoMultisig',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.setMultisig([ours], asOperator),
      treasury,
      'OwnableUnauthorizedAccount',
    );
    for (const wrong of [zeroAddress, treasury.address]) {
      await viem.assertions.revertWithCustomError(
        treasury.write.setMultisig([wrong]),
        treasury,
        'TreasuryZeroAddress',
      );
    }
    await viem.assertions.emitWithArgs(treasury.write.setMultisig([ours]), treasury, 'TreasuryMultisigSet', [
      getAddress(ours),
    ]);
    assert.equal(await treasury.read.multisig(), getAddress(ours));
  });

  it('takes out any other token that came by mistake', async () => {
    await p.load(creditedWithMultisig);
    const foreign = await deployFloorToken(p);
    await foreign.write.mint([treasury.address, 7n]);
    await treasury.write.sweep([key('s:1'), foreign.address, 7n]);
    assert.equal(await foreign.read.balanceOf([ours]), 7n);
    assert.equal(await treasury.read.allocated(), 600n * USDC);
  });

  it('takes a mistaken attribution back and gives it to the right property', async () => {
    await p.load(credited);
    await viem.assertions.emitWithArgs(
      treasury.write.uncredit([key('u:1'), linden, 100n * USDC]),
      treasury,
      'TreasuryUncredited',
      [key('u:1'), linden, 100n * USDC],
    );
    assert.equal(await treasury.read.unallocated(), 500n * USDC);
    await treasury.write.credit([key('transfer:2'), elm, 100n * USDC], asOperator);
    assert.equal(await treasury.read.balanceOf([elm]), 100n * USDC);
    assert.equal(await treasury.read.allocated(), 600n * USDC);
    await viem.assertions.revertWithCustomErrorWithArgs(
      treasury.write.uncredit([key('u:2'), linden, 501n * USDC]),
      treasury,
      'TreasuryInsufficientBalance',
      [linden, 500n * USDC, 501n * USDC],
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.uncredit([key('u:1'), linden, USDC]),
      treasury,
      'TreasuryReferenceUsed',
    );
  });

  it('is the only one who may, does so while agents are stopped, and cannot go away', async () => {
    await p.load(creditedWithMultisig);
    for (const caller of [p.operator, p.stranger]) {
      const by = { account: caller.account };
      for (const refused of [
        treasury.write.sweep([key('s:1'), usdc.address, USDC], by),
        treasury.write.uncredit([key('s:1'), linden, USDC], by),
        treasury.write.renounceOwnership(by),
      ]) {
        await viem.assertions.revertWithCustomError(refused, treasury, 'OwnableUnauthorizedAccount');
      }
    }
    await treasury.write.pause(asOperator);
    await treasury.write.sweep([key('s:1'), usdc.address, USDC]);
    await treasury.write.uncredit([key('s:2'), linden, USDC]);
    await viem.assertions.revertWithCustomError(
      treasury.write.renounceOwnership(),
      treasury,
      'TreasuryOwnerNeeded',
    );
  });
});
