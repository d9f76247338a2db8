import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { dividendsAbi } from '@freehold/contracts/abis';
import { type ContractErrorName, getAddress, type Hex, zeroAddress, zeroHash } from 'viem';
import { attest, declareAndFund, fund, issue, mintUsdc, tokenize } from '../support/acts.ts';
import {
  CLAIM_PERIOD,
  createPlatform,
  dividendId,
  key,
  propertyKey,
  SHARE,
  USDC,
} from '../support/platform.ts';

const p = await createPlatform();
const { viem, dividends, usdc } = p;
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const march = dividendId('march');
const april = dividendId('april');
const [asOperator, asStranger] = [{ account: p.operator.account }, { account: p.stranger.account }];
/** A trillion USDC. */
const MOST = 10n ** 18n;

async function held() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 50n * SHARE],
    [bob, 50n * SHARE],
  ]);
  return token;
}

async function funded() {
  const token = await held();
  await declareAndFund(p, march, token.address, 100n * USDC);
  return token;
}

const refused = <N extends ContractErrorName<typeof dividendsAbi>>(
  act: Promise<unknown>,
  error: N,
  args: Parameters<typeof viem.assertions.revertWithCustomErrorWithArgs<typeof dividends, N>>[3],
) => viem.assertions.revertWithCustomErrorWithArgs(act, dividends, error, args);
const authorized = (id: Hex) =>
  dividends.write.fundWithAuthorization([id, alice, 0n, 2n ** 40n, id, '0x'], asStranger);

describe('Declaring a dividend', () => {
  it('needs an id and no more than a trillion USDC', async () => {
    const token = await p.load(held);
    const declare = (id: Hex, amount: bigint) =>
      dividends.write.declare([id, token.address, amount, zeroHash], asOperator);
    await refused(declare(zeroHash, USDC), 'DividendsZeroId', []);
    await refused(declare(march, 0n), 'DividendsZeroAmount', []);
    await refused(declare(march, MOST + 1n), 'DividendsAmountTooLarge', [MOST + 1n]);
    await viem.assertions.revert(dividends.write.declare([march, usdc.address, USDC, zeroHash], asOperator));
    assert.equal(await token.read.snapshotEpoch(), 1);
    await declare(march, MOST);
    assert.equal((await dividends.read.dividend([march])).amount, MOST);
  });

  it('does not take an id again for another token, nor one whose dividend was cancelled', async () => {
    const token = await p.load(held);
    const { token: other } = await tokenize(p, { key: propertyKey('Elm 9') });
    await issue(p, other, [[alice, SHARE]]);
    await dividends.write.declare([march, token.address, USDC, zeroHash], asOperator);
    const again = () => dividends.write.declare([march, other.address, USDC, zeroHash], asOperator);
    await refused(again(), 'DividendsIdTaken', [march]);
    await dividends.write.cancel([march], asOperator);
    await refused(again(), 'DividendsIdTaken', [march]);
    const hash = await dividends.write.declare([march, token.address, USDC, zeroHash], asOperator);
    assert.deepEqual((await p.client.getTransactionReceipt({ hash })).logs, []);
    assert.equal((await dividends.read.dividend([march])).state, 3);
  });

  it('fixes token, record date, supply and deadline', async () => {
    const token = await p.load(held);
    await dividends.write.declare([march, token.address, USDC, zeroHash], asOperator);
    const now = await p.networkHelpers.time.latest();
    const d = await dividends.read.dividend([march]);
    assert.deepEqual(
      [d.token, d.epoch, d.state, d.amount, d.carriedIn, d.supply, d.deadline],
      [token.address, 1, 1, USDC, 0n, 100n * SHARE, now + CLAIM_PERIOD],
    );
    assert.equal(await token.read.snapshotEpoch(), 2);
    assert.equal(await dividends.read.claimable([march]), 0n);
  });
});

describe('A dividend nobody declared', () => {
  it('has no holders and no money', async () => {
    await p.load(held);
    assert.equal(await dividends.read.entitlementOf([march, alice]), 0n);
    assert.equal(await dividends.read.payoutStatus([march, alice]), 0);
    assert.equal(await dividends.read.isPaid([march, alice]), false);
    assert.equal(await dividends.read.claimable([march]), 0n);
    const { token, state, distributed } = await dividends.read.dividend([march]);
    assert.deepEqual([token, state, distributed], [zeroAddress, 0, false]);
  });

  it('takes no act, as one that is only declared takes none of its later life', async () => {
    const token = await p.load(held);
    const later = [
      () => dividends.write.pay([march, [alice]], asOperator),
      () => dividends.write.claim([march], { account: p.alice.account }),
      () => dividends.write.claimFor([march, alice], asStranger),
      () => dividends.write.markSettled([march, alice, key('bank')], asOperator),
      () => dividends.write.sweep([march], asOperator),
    ];
    const early = [
      () => dividends.write.fund([march], asStranger),
      () => authorized(march),
      () => dividends.write.cancel([march], asOperator),
    ];
    for (const act of [...later, ...early]) await refused(act(), 'DividendsWrongState', [march, 0]);
    await dividends.write.declare([march, token.address, USDC, zeroHash], asOperator);
    for (const act of later) await refused(act(), 'DividendsWrongState', [march, 1]);
    await fund(p, march, USDC);
    await refused(authorized(march), 'DividendsWrongState', [march, 2]);
  });
});

describe('The acts of agents on dividends', () => {
  it('are refused to everybody else, the owner too', async () => {
    const token = await p.load(funded);
    for (const { account } of [p.stranger, p.owner]) {
      const by = { account };
      for (const act of [
        () => dividends.write.declare([april, token.address, USDC, zeroHash], by),
        () => dividends.write.pay([march, [alice]], by),
        () => dividends.write.markSettled([march, alice, key('bank')], by),
        () => dividends.write.sweep([march], by),
        () => dividends.write.cancel([march], by),
      ]) {
        await refused(act(), 'AgentRoleUnauthorized', [getAddress(account.address)]);
      }
    }
  });

  it('do nothing for nobody', async () => {
    await p.load(funded);
    const hash = await dividends.write.pay([march, []], asOperator);
    assert.deepEqual((await p.client.getTransactionReceipt({ hash })).logs, []);
  });

  it('settle only a holder, and only with the reference of what he was paid by', async () => {
    await p.load(funded);
    await refused(
      dividends.write.markSettled([march, alice, zeroHash], asOperator),
      'DividendsZeroReference',
      [],
    );
    await refused(
      dividends.write.markSettled([march, carol, key('bank')], asOperator),
      'DividendsNothingToClaim',
      [march, carol],
    );
  });

  it('settle a held payout too, which is then held no more', async () => {
    await p.load(funded);
    await usdc.write.blacklist([bob]);
    await dividends.write.pay([march, [alice, bob]], asOperator);
    assert.equal((await dividends.read.dividend([march])).held, 50n * USDC);
    await dividends.write.markSettled([march, bob, key('bank')], asOperator);
    const { held: left, settled } = await dividends.read.dividend([march]);
    assert.deepEqual([left, settled], [0n, 50n * USDC]);
    assert.equal(await dividends.read.payoutStatus([march, bob]), 3);
    assert.equal(await usdc.read.balanceOf([p.treasury.address]), 50n * USDC);
  });
});

describe('The money of a dividend', () => {
  it('comes from whoever approved it, or not at all', async () => {
    const token = await p.load(held);
    await dividends.write.declare([march, token.address, USDC, zeroHash], asOperator);
    await mintUsdc(p, p.stranger.account.address, USDC);
    await viem.assertions.revertWith(
      dividends.write.fund([march], asStranger),
      'ERC20: transfer amount exceeds allowance',
    );
    assert.equal((await dividends.read.dividend([march])).state, 1);
    await usdc.write.approve([dividends.address, USDC], asStranger);
    await viem.assertions.emitWithArgs(
      dividends.write.fund([march], asStranger),
      dividends,
      'DividendFunded',
      [march, getAddress(p.stranger.account.address), USDC],
    );
    assert.equal(await dividends.read.claimable([march]), USDC);
  });

  it('does not return to the treasury while USDC stands still', async () => {
    await p.load(funded);
    await p.networkHelpers.time.increase(CLAIM_PERIOD + 1);
    await usdc.write.pause();
    for (const act of [
      () => dividends.write.markSettled([march, alice, key('bank')], asOperator),
      () => dividends.write.sweep([march], asOperator),
    ]) {
      await viem.assertions.revertWith(act(), 'Pausable: paused');
    }
    await usdc.write.unpause();
    await dividends.write.sweep([march], asOperator);
    assert.equal((await dividends.read.dividend([march])).state, 4);
  });

  it('waits for the wallet that replaced a lost one while that is frozen or refused', async () => {
    const token = await p.load(funded);
    const fresh = p.dave.account.address;
    await attest(p, [fresh], { identity: alice });
    await token.write.recoveryAddress([alice, fresh, alice], asOperator);
    await token.write.setAddressFrozen([fresh, true], asOperator);
    await viem.assertions.emitWithArgs(
      dividends.write.pay([march, [alice]], asOperator),
      dividends,
      'DividendHeld',
      [march, getAddress(alice), 50n * USDC],
    );
    const claim = () => dividends.write.claimFor([march, alice], asStranger);
    await viem.assertions.revertWithCustomError(claim(), dividends, 'DividendsPayoutRefused');
    await token.write.setAddressFrozen([fresh, false], asOperator);
    await usdc.write.blacklist([fresh]);
    await viem.assertions.revertWithCustomError(claim(), dividends, 'DividendsPayoutRefused');
    await usdc.write.unBlacklist([fresh]);
    await viem.assertions.emitWithArgs(claim(), dividends, 'DividendRedirected', [
      march,
      getAddress(alice),
      getAddress(fresh),
    ]);
    assert.equal(await usdc.read.balanceOf([fresh]), 50n * USDC);
  });
});

describe('A part of a dividend', () => {
  const asAlice = { account: p.alice.account };

  it('is refused to the holder as to anybody who asks for him', async () => {
    const token = await p.load(funded);
    const asks = [
      (by: typeof asAlice) => dividends.write.claim([march], by),
      (by: typeof asAlice) => dividends.write.claimFor([march, by.account.address], asStranger),
    ];
    for (const ask of asks) {
      const nobody = { account: p.carol.account };
      await refused(ask(nobody), 'DividendsNothingToClaim', [march, getAddress(carol)]);
      await token.write.setAddressFrozen([alice, true], asOperator);
      await refused(ask(asAlice), 'DividendsHolderFrozen', [getAddress(alice)]);
      await token.write.setAddressFrozen([alice, false], asOperator);
      await usdc.write.blacklist([alice]);
      await refused(ask(asAlice), 'DividendsPayoutRefused', [march, getAddress(alice)]);
      await usdc.write.unBlacklist([alice]);
    }
    await dividends.write.claim([march], asAlice);
    for (const ask of asks) {
      await refused(ask(asAlice), 'DividendsAlreadyPaid', [march, getAddress(alice)]);
    }
  });

  it('is told of when it is paid, pushed, claimed or claimed by another', async () => {
    const token = await p.load(funded);
    await declareAndFund(p, april, token.address, 10n * USDC);
    for (const [act, id, holder, amount] of [
      [() => dividends.write.pay([march, [alice]], asOperator), march, alice, 50n * USDC],
      [() => dividends.write.claim([april], asAlice), april, alice, 5n * USDC],
      [() => dividends.write.claimFor([april, bob], asStranger), april, bob, 5n * USDC],
    ] as const) {
      await viem.assertions.emitWithArgs(act(), dividends, 'DividendPaid', [id, getAddress(holder), amount]);
      assert.equal(await dividends.read.payoutStatus([id, holder]), 2);
    }
    assert.equal((await dividends.read.dividend([april])).paid, 10n * USDC);
    assert.equal(await usdc.read.balanceOf([alice]), 55n * USDC);
  });

  it('of less than the smallest coin is nothing, and is carried on', async () => {
    const token = await p.load(held);
    await declareAndFund(p, march, token.address, 1n);
    await dividends.write.pay([march, [alice, bob]], asOperator);
    assert.equal(await dividends.read.payoutStatus([march, alice]), 2);
    assert.equal(await usdc.read.balanceOf([alice]), 0n);
    assert.equal(await dividends.read.carried([token.address]), 1n);
  });
});

describe('The dividends contract', () => {
  it('knows its currency, its treasury, how long may be claimed, and its owner', async () => {
    await p.load(async () => {});
    assert.equal(await dividends.read.usdc(), usdc.address);
    assert.equal(await dividends.read.treasury(), p.treasury.address);
    assert.equal(await dividends.read.claimPeriod(), CLAIM_PERIOD);
    const owner = p.owner.account.address;
    for (const [given, error] of [
      [[owner, zeroAddress, p.treasury.address, 1], /DividendsZeroAddress/],
      [[owner, usdc.address, zeroAddress, 1], /DividendsZeroAddress/],
      [[zeroAddress, usdc.address, p.treasury.address, 1], /OwnableInvalidOwner/],
    ] as const) {
      await assert.rejects(viem.deployContract('Dividends', [...given]), error);
    }
  });
});
