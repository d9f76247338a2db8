import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offeringAbi } from '@freehold/contracts/abis';
import type { Hex } from 'viem';
import { attest } from '../support/acts.ts';
import { namesOf, signPermit, splitSignature } from '../support/market.ts';
import { authorization, DAY, money, OFFERING, openOffering, PRICE, subscribe } from '../support/offering.ts';
import { createPlatform, key, SHARE, USDC } from '../support/platform.ts';

const p = await createPlatform();
const { alice, bob, carol, dave, stranger, operator, offering, usdc, viem, networkHelpers } = p;
const asOperator = { account: operator.account };
const [a, b] = [alice.account.address, bob.account.address];
type ErrorName = Extract<(typeof offeringAbi)[number], { type: 'error' }>['name'];

const refusesTo = (act: Promise<unknown>, error: ErrorName) =>
  viem.assertions.revertWithCustomError(act, offering, error);

describe('Subscribing', () => {
  it('takes the exact price into escrow and says so', async () => {
    await p.load(() => openOffering(p));
    await viem.assertions.emitWithArgs(subscribe(p, alice, 10n * SHARE), offering, 'OfferingSubscribed', [
      OFFERING,
      a,
      a,
      10n * SHARE,
      500n * USDC,
    ]);
    await subscribe(p, alice, SHARE);
    assert.equal(await offering.read.pendingOf([OFFERING, a]), 11n * SHARE);
    assert.equal(await offering.read.subscribedBy([OFFERING, a]), 11n * SHARE);
    assert.equal(await usdc.read.balanceOf([a]), 9_450n * USDC);
    const sum = 550n * USDC;
    assert.deepEqual(await money(p), { escrow: sum, held: sum, total: sum, expected: sum });
  });

  it('happens between opening and closing time', async () => {
    const opens = (await networkHelpers.time.latest()) + DAY;
    await p.load(() => openOffering(p, { opens }));
    await refusesTo(subscribe(p, alice, 2n * SHARE), 'OfferingNotOpenYet');
    await networkHelpers.time.setNextBlockTimestamp(opens);
    await subscribe(p, alice, 2n * SHARE);
    const { closes } = await offering.read.termsOf([OFFERING]);
    await networkHelpers.time.setNextBlockTimestamp(closes - 1);
    await subscribe(p, alice, 2n * SHARE);
    await networkHelpers.time.setNextBlockTimestamp(closes);
    await refusesTo(subscribe(p, alice, 2n * SHARE), 'OfferingOver');
  });

  it('is refused in an offering that does not exist, or is closed or called off', async () => {
    await p.load(() => openOffering(p));
    const nowhere = offering.write.subscribe([key('nowhere'), SHARE], { account: alice.account });
    await refusesTo(nowhere, 'OfferingWrongState');
    await offering.write.cancel([OFFERING], asOperator);
    await refusesTo(subscribe(p, alice, 2n * SHARE), 'OfferingWrongState');
  });

  it('keeps within the bounds per investor, however often he subscribes', async () => {
    await p.load(() => openOffering(p));
    await refusesTo(subscribe(p, alice, 0n), 'OfferingZeroShares');
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, alice, SHARE),
      offering,
      'OfferingBelowInvestorMinimum',
      [OFFERING, 2n * SHARE, SHARE],
    );
    await subscribe(p, alice, 59n * SHARE);
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, alice, 2n * SHARE),
      offering,
      'OfferingAboveInvestorMaximum',
      [OFFERING, 60n * SHARE, 61n * SHARE],
    );
    await subscribe(p, alice, SHARE);
  });

  it('counts all wallets of one investor as one', async () => {
    await p.load(() => openOffering(p));
    await networkHelpers.time.increase(10);
    await attest(p, [b], { identity: a });
    await subscribe(p, alice, 50n * SHARE);
    await refusesTo(subscribe(p, bob, 11n * SHARE), 'OfferingAboveInvestorMaximum');
    await subscribe(p, bob, SHARE);
    assert.equal(await offering.read.subscribedBy([OFFERING, a]), 51n * SHARE);
    assert.equal(await offering.read.pendingOf([OFFERING, b]), SHARE);
  });

  it('never sells more than the cap: the last share goes to one of two', async () => {
    await p.load(() => openOffering(p, { maxPerInvestor: 60n * SHARE }));
    await subscribe(p, alice, 50n * SHARE);
    await subscribe(p, bob, 45n * SHARE);
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, carol, 6n * SHARE),
      offering,
      'OfferingSoldOut',
      [OFFERING, 5n * SHARE, 6n * SHARE],
    );
    await subscribe(p, carol, 5n * SHARE);
    await refusesTo(subscribe(p, bob, SHARE), 'OfferingSoldOut');
    assert.equal((await offering.read.progressOf([OFFERING])).subscribed, 100n * SHARE);
  });

  it('is refused for no shares at all', async () => {
    await p.load(() => openOffering(p));
    await subscribe(p, alice, 2n * SHARE);
    await refusesTo(subscribe(p, alice, 0n), 'OfferingZeroShares');
  });

  it('rounds no price', async () => {
    await p.load(() => openOffering(p));
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, alice, 2n * SHARE + 1n),
      offering,
      'OfferingFractionalCost',
      [2n * SHARE + 1n, PRICE],
    );
    await subscribe(p, alice, 2n * SHARE + SHARE / PRICE);
    assert.equal((await money(p)).escrow, 100n * USDC + 1n);
  });

  it('is refused to whoever could not receive the shares', async () => {
    const { token } = await p.load(() =>
      openOffering(p, {}, { rules: { countryMode: 2, countries: [840], maxBalance: 30n * SHARE } }),
    );
    const compliance = p.complianceAt(await token.read.compliance());
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, dave, 2n * SHARE),
      token,
      'ERC7943CannotReceive',
      [dave.account.address],
    );
    await token.write.setAddressFrozen([a, true], asOperator);
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, alice, 2n * SHARE),
      token,
      'PropertyTokenWalletFrozen',
      [a],
    );
    await token.write.setAddressFrozen([a, false], asOperator);
    await subscribe(p, alice, 20n * SHARE);
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, alice, 11n * SHARE),
      compliance,
      'ComplianceMaxBalanceExceeded',
      [a, 31n * SHARE, 30n * SHARE],
    );
    await networkHelpers.time.increase(10);
    await attest(p, [b], { country: 840 });
    await viem.assertions.revertWithCustomErrorWithArgs(
      subscribe(p, bob, 2n * SHARE),
      compliance,
      'ComplianceCountryNotAllowed',
      [840],
    );
  });

  it('is told beforehand, with every reason', async () => {
    await p.load(() => openOffering(p));
    const check = async (investor: typeof a, shares: bigint, id = OFFERING) =>
      namesOf(await offering.read.check([id, investor, shares]));
    assert.deepEqual(await check(a, 2n * SHARE), []);
    assert.deepEqual(await check(a, 2n * SHARE, key('nowhere')), ['OfferingWrongState', 'OfferingOver']);
    assert.deepEqual(await check(dave.account.address, 101n * SHARE + 1n), [
      ...['OfferingFractionalCost', 'OfferingSoldOut', 'OfferingAboveInvestorMaximum'],
      'ERC7943CannotReceive',
    ]);
    assert.deepEqual(await check(a, 0n), ['OfferingZeroShares', 'OfferingBelowInvestorMinimum']);
  });

  it('leaves nothing behind when the payment fails', async () => {
    await p.load(() => openOffering(p));
    await usdc.write.blacklist([a]);
    await viem.assertions.revertWith(
      subscribe(p, alice, 2n * SHARE),
      'Blacklistable: account is blacklisted',
    );
    assert.equal((await offering.read.progressOf([OFFERING])).subscribed, 0n);
  });
});

describe('Paying for a subscription', () => {
  async function withoutAllowance() {
    const opened = await openOffering(p);
    await usdc.write.approve([offering.address, 0n], { account: alice.account });
    return opened;
  }
  const withPermit = (deadline: bigint, signature: `0x${string}`) =>
    offering.write.subscribeWithPermit([OFFERING, 4n * SHARE, deadline, signature], {
      account: alice.account,
    });

  it('may be by a permit, also one that somebody used before', async () => {
    await p.load(withoutAllowance);
    const sign = () => signPermit(p, alice, usdc.address, 200n * USDC, { spender: offering.address });
    const first = await sign();
    await withPermit(first.deadline, first.signature);
    const second = await sign();
    const { r, s, v } = splitSignature(second.signature);
    await usdc.write.permit([a, offering.address, 200n * USDC, second.deadline, v, r, s], {
      account: stranger.account,
    });
    await withPermit(second.deadline, second.signature);
    assert.equal(await offering.read.pendingOf([OFFERING, a]), 8n * SHARE);
    await viem.assertions.revertWith(
      withPermit(second.deadline, second.signature),
      'ERC20: transfer amount exceeds allowance',
    );
  });

  it('may be by an authorization that anyone submits', async () => {
    await p.load(withoutAllowance);
    const args = await authorization(p, alice, 4n * SHARE);
    await offering.write.subscribeWithAuthorization(args, { account: stranger.account });
    assert.equal(await offering.read.pendingOf([OFFERING, a]), 4n * SHARE);
    assert.equal((await money(p)).held, 200n * USDC);
    await viem.assertions.revertWith(
      offering.write.subscribeWithAuthorization(args, { account: stranger.account }),
      'FiatTokenV2: authorization is used or canceled',
    );
  });

  it('by permit or authorization is possible only where subscribing is', async () => {
    await p.load(withoutAllowance);
    const { deadline, signature } = await signPermit(p, alice, usdc.address, 200n * USDC, {
      spender: offering.address,
    });
    const args = await authorization(p, alice, 4n * SHARE);
    await offering.write.cancel([OFFERING], asOperator);
    for (const act of [
      withPermit(deadline, signature),
      offering.write.subscribeWithAuthorization(args, { account: stranger.account }),
    ]) {
      await refusesTo(act, 'OfferingWrongState');
    }
    assert.equal((await money(p)).held, 0n);
  });

  it('by authorization is bound to offering, investor and shares', async () => {
    const { terms } = await p.load(withoutAllowance);
    const other = key('offering:other');
    await offering.write.open([other, terms], asOperator);
    const [, , shares, salt, after, before, signature] = await authorization(p, alice, 4n * SHARE);
    const submit = (id: typeof other, investor: typeof a, wanted: bigint, mixed: Hex = salt) =>
      offering.write.subscribeWithAuthorization([id, investor, wanted, mixed, after, before, signature], {
        account: stranger.account,
      });
    for (const act of [
      () => submit(other, a, shares),
      () => submit(OFFERING, b, shares),
      () => submit(OFFERING, a, 2n * SHARE),
      () => submit(OFFERING, a, shares, key('salt')),
    ]) {
      await viem.assertions.revertWith(act(), 'FiatTokenV2: invalid signature');
    }
    await submit(OFFERING, a, shares);
  });
});
