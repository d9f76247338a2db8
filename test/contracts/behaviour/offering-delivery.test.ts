import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, getAddress } from 'viem';
import { attest } from '../support/acts.ts';
import { namesOf } from '../support/market.ts';
import {
  closeAfterwards,
  DAY,
  deliver,
  money,
  OFFERING,
  openOffering,
  refundFor,
  State,
  subscribe,
} from '../support/offering.ts';
import { createPlatform, SHARE, USDC, type Wallet } from '../support/platform.ts';

const p = await createPlatform();
const { alice, bob, carol, dave, stranger, operator, offering, usdc, viem, networkHelpers } = p;
const asOperator = { account: operator.account };
const [a, b] = [alice.account.address, bob.account.address];
const [c, d] = [carol.account.address, dave.account.address];

const refund = (wallet: Wallet) => offering.write.refund([OFFERING], { account: wallet.account });

/** Alice subscribed to 20 shares, bob to 30, carol to 10. */
async function sold() {
  const opened = await openOffering(p);
  await subscribe(p, alice, 20n * SHARE);
  await subscribe(p, bob, 30n * SHARE);
  await subscribe(p, carol, 10n * SHARE);
  return opened;
}

async function succeeded() {
  const opened = await sold();
  await closeAfterwards(p);
  return opened;
}

async function cancelled() {
  const opened = await sold();
  await offering.write.cancel([OFFERING], asOperator);
  return opened;
}

describe('Delivering a successful offering', () => {
  it('mints the shares and sends their price to the treasury, by anyone, once', async () => {
    const { token, property } = await p.load(succeeded);
    const hash = await deliver(p, [alice, bob, alice]);
    for (const [investor, shares, cost] of [
      [a, 20n, 1_000n],
      [b, 30n, 1_500n],
    ] as const) {
      await viem.assertions.emitWithArgs(Promise.resolve(hash), offering, 'OfferingDelivered', [
        OFFERING,
        investor,
        shares * SHARE,
        cost * USDC,
      ]);
    }
    await viem.assertions.emitWithArgs(Promise.resolve(hash), offering, 'OfferingProceeds', [
      OFFERING,
      property,
      2_500n * USDC,
    ]);
    assert.deepEqual(
      [await token.read.balanceOf([a]), await token.read.balanceOf([b]), await token.read.balanceOf([c])],
      [20n * SHARE, 30n * SHARE, 0n],
    );
    assert.equal(await p.treasury.read.unallocated(), 2_500n * USDC);
    const rest = 500n * USDC;
    assert.deepEqual(await money(p), { escrow: rest, held: rest, total: rest, expected: rest });
    await deliver(p, [alice, bob, carol, dave]);
    assert.equal(await token.read.totalSupply(), 60n * SHARE);
    assert.deepEqual(await money(p), { escrow: 0n, held: 0n, total: 0n, expected: 0n });
    const progress = await offering.read.progressOf([OFFERING]);
    assert.deepEqual([progress.delivered, progress.refunded], [60n * SHARE, 0n]);
  });

  it('waits for success: not while open, not after a cancellation', async () => {
    await p.load(sold);
    await viem.assertions.revertWithCustomErrorWithArgs(deliver(p, [alice]), offering, 'OfferingWrongState', [
      OFFERING,
      State.Open,
    ]);
    await p.load(cancelled);
    await viem.assertions.revertWithCustomErrorWithArgs(deliver(p, [alice]), offering, 'OfferingWrongState', [
      OFFERING,
      State.Cancelled,
    ]);
  });

  it('passes over who cannot receive now, tells why, and delivers to him later', async () => {
    const { token } = await p.load(succeeded);
    await token.write.setAddressFrozen([a, true], asOperator);
    await p.registry.write.revokeAttestation([b], asOperator);
    const hash = await deliver(p, [alice, bob, carol]);
    const events = await offering.getEvents.OfferingDeliveryHeld();
    assert.deepEqual(
      events.map(({ args }) => [getAddress(args.investor ?? '0x'), ...namesOf([args.reason ?? '0x'])]),
      [
        [getAddress(a), 'PropertyTokenWalletFrozen'],
        [getAddress(b), 'ERC7943CannotReceive'],
      ],
    );
    await viem.assertions.emit(Promise.resolve(hash), offering, 'OfferingDelivered');
    assert.equal(await token.read.totalSupply(), 10n * SHARE);
    assert.equal((await money(p)).held, 2_500n * USDC);
    await deliver(p, [alice, bob]);
    assert.equal(await token.read.totalSupply(), 10n * SHARE);
    assert.equal((await money(p)).held, 2_500n * USDC);
    await token.write.setAddressFrozen([a, false], asOperator);
    await networkHelpers.time.increase(10);
    await attest(p, [b]);
    await deliver(p, [alice, bob]);
    assert.equal(await token.read.balanceOf([b]), 30n * SHARE);
    assert.equal((await money(p)).held, 0n);
  });

  it('needs no investor’s currency: one blocked by USDC gets his shares all the same', async () => {
    const { token } = await p.load(succeeded);
    await usdc.write.blacklist([a]);
    await deliver(p, [alice]);
    assert.equal(await token.read.balanceOf([a]), 20n * SHARE);
  });
});

describe('An investor the platform forgets', () => {
  it('takes his money back when he was not delivered in time, and not before', async () => {
    const { token } = await p.load(succeeded);
    await token.write.removeAgent([offering.address]);
    await deliver(p, [alice]);
    assert.equal(await token.read.balanceOf([a]), 0n);
    const { closedAt } = await offering.read.progressOf([OFFERING]);
    const from = closedAt + (await offering.read.DELIVERY_PERIOD());
    assert.equal(from - closedAt, 14 * DAY);
    await networkHelpers.time.setNextBlockTimestamp(from - 1);
    await viem.assertions.revertWithCustomErrorWithArgs(refund(alice), offering, 'OfferingDeliveryPending', [
      OFFERING,
      from,
    ]);
    await networkHelpers.time.setNextBlockTimestamp(from);
    await viem.assertions.emitWithArgs(refund(alice), offering, 'OfferingRefunded', [
      OFFERING,
      a,
      20n * SHARE,
      1_000n * USDC,
    ]);
    assert.equal(await usdc.read.balanceOf([a]), 10_000n * USDC);
    await viem.assertions.revertWithCustomErrorWithArgs(
      refund(alice),
      offering,
      'OfferingNothingSubscribed',
      [OFFERING, a],
    );
  });

  it('decides himself: nobody else sends his money back after a success, however late', async () => {
    const { token } = await p.load(succeeded);
    await networkHelpers.time.increase(30 * DAY);
    await viem.assertions.revertWithCustomError(refundFor(p, [alice]), offering, 'OfferingWrongState');
    await deliver(p, [alice]);
    assert.equal(await token.read.balanceOf([a]), 20n * SHARE);
    await viem.assertions.revertWithCustomError(refund(alice), offering, 'OfferingNothingSubscribed');
  });
});

describe('Refunding a cancelled offering', () => {
  it('is by each investor’s own call', async () => {
    await p.load(cancelled);
    await refund(alice);
    assert.equal(await usdc.read.balanceOf([a]), 10_000n * USDC);
    await viem.assertions.revertWithCustomError(refund(alice), offering, 'OfferingNothingSubscribed');
    await viem.assertions.revertWithCustomError(refund(dave), offering, 'OfferingNothingSubscribed');
    const rest = 2_000n * USDC;
    assert.deepEqual(await money(p), { escrow: rest, held: rest, total: rest, expected: rest });
  });

  it('is not while the sale is open', async () => {
    await p.load(sold);
    for (const act of [refund(alice), refundFor(p, [alice])]) {
      await viem.assertions.revertWithCustomError(act, offering, 'OfferingWrongState');
    }
  });

  it('is by anyone for all; one whom USDC blocks stops nobody and keeps his claim', async () => {
    await p.load(cancelled);
    await usdc.write.blacklist([b]);
    const hash = await refundFor(p, [alice, bob, carol, dave, alice]);
    await viem.assertions.emitWithArgs(Promise.resolve(hash), offering, 'OfferingRefundHeld', [OFFERING, b]);
    await viem.assertions.emitWithArgs(Promise.resolve(hash), offering, 'OfferingRefunded', [
      OFFERING,
      a,
      20n * SHARE,
      1_000n * USDC,
    ]);
    assert.equal(await usdc.read.balanceOf([a]), 10_000n * USDC);
    assert.equal(await usdc.read.balanceOf([c]), 10_000n * USDC);
    assert.equal((await money(p)).held, 1_500n * USDC);
    await viem.assertions.revertWith(refund(bob), 'Blacklistable: account is blacklisted');
    await usdc.write.unBlacklist([b]);
    await refund(bob);
    assert.equal((await offering.read.progressOf([OFFERING])).refunded, 60n * SHARE);
    assert.deepEqual(await money(p), { escrow: 0n, held: 0n, total: 0n, expected: 0n });
  });
});

describe('A subscription whose wallet is lost or blocked', () => {
  const reassign = (from: Address, to: Address, account = operator.account) =>
    offering.write.reassign([OFFERING, from, to], { account });

  it('follows its investor to another of his wallets, by an agent', async () => {
    const { token } = await p.load(succeeded);
    await attest(p, [d], { identity: a });
    await viem.assertions.revertWithCustomError(
      reassign(a, d, stranger.account),
      offering,
      'AgentRoleUnauthorized',
    );
    await viem.assertions.emitWithArgs(reassign(a, d), offering, 'OfferingReassigned', [
      OFFERING,
      a,
      d,
      20n * SHARE,
    ]);
    await deliver(p, [alice, dave]);
    assert.deepEqual([await token.read.balanceOf([a]), await token.read.balanceOf([d])], [0n, 20n * SHARE]);
  });

  it('gets its refund at the other wallet', async () => {
    await p.load(cancelled);
    await attest(p, [d], { identity: a });
    await usdc.write.blacklist([a]);
    await reassign(a, d);
    await refund(dave);
    assert.equal(await usdc.read.balanceOf([d]), 1_000n * USDC);
  });

  it('follows nobody else, and nothing follows from an empty one', async () => {
    await p.load(succeeded);
    for (const [from, to] of [
      [a, b],
      [a, a],
      [a, stranger.account.address],
    ] as const) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        reassign(from, to),
        offering,
        'OfferingNotSameInvestor',
        [from, to],
      );
    }
    await viem.assertions.revertWithCustomError(reassign(d, a), offering, 'OfferingNothingSubscribed');
  });

  it('stays where it is while its wallet is in no registry: two strangers are not one investor', async () => {
    await p.load(succeeded);
    await p.registry.write.deleteIdentity([a], asOperator);
    await viem.assertions.revertWithCustomError(
      reassign(a, stranger.account.address),
      offering,
      'OfferingNotSameInvestor',
    );
  });
});

describe('USDC sent to the offering by mistake', () => {
  it('goes to the treasury, and no escrow with it', async () => {
    await p.load(sold);
    await usdc.write.transfer([offering.address, 7n * USDC], { account: alice.account });
    await viem.assertions.emitWithArgs(
      offering.write.skim({ account: stranger.account }),
      offering,
      'OfferingSkimmed',
      [7n * USDC],
    );
    assert.equal(await p.treasury.read.unallocated(), 7n * USDC);
    assert.equal((await money(p)).held, 3_000n * USDC);
    await offering.write.skim({ account: stranger.account });
    assert.equal((await money(p)).held, 3_000n * USDC);
  });
});
