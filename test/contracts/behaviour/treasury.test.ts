import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { zeroHash } from 'viem';
import { issue, mintUsdc, tokenize } from '../support/acts.ts';
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
