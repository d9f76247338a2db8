import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { reconcile } from '@freehold/scripts/demo/checks';
import { until } from '@freehold/scripts/demo/narrator';
import { signPayment } from '@freehold/scripts/demo/purchase';
import {
  authorizeSubscription,
  cancelOffering,
  checkSubscription,
  closeOffering,
  createOffering,
  createSubscription,
  discardSubscription,
  listMySubscriptions,
  listSubscriptions,
  type Offering,
  readOffering,
  readYields,
  reportSubscription,
  type Subscription,
} from '@freehold/shared/offering';
import { estimateTokenization, listHolders } from '@freehold/shared/token';
import type { Hex } from 'viem';
import {
  approveCall,
  approvedProperty,
  investorWallet,
  PRICE,
  type SaleStage,
  SHARE,
  setSaleStage,
  someTerms,
  subscribeCall,
} from '../support/sale-stage.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const code = (expected: string) => (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === expected;

describe('a primary sale', { timeout: 600_000 }, () => {
  let system: TestSystem;
  let stage: SaleStage;
  let offering: Offering;

  before(async () => {
    system = await startTestSystem();
    stage = await setSaleStage(system);
    for (const index of [0, 1, 2]) await stage.fund(investorWallet(index), 10_000n * 1_000_000n);
    offering = await stage.offer('Cedar House', 'CEDAR');
  });
  after(() => system?.stop());

  const client = (index: number): ApiClient => {
    const found = stage.investors[index];
    assert.ok(found);
    return found;
  };

  /** Signs what the platform asks for, as the wallet would. */
  async function sign(index: number, { authorization }: Subscription): Promise<Hex> {
    assert.ok(authorization);
    return signPayment(index, authorization);
  }

  const begin = (index: number, shares: bigint, method: 'AUTHORIZATION' | 'TRANSACTION' = 'AUTHORIZATION') =>
    client(index).call(createSubscription, {
      params: { id: offering.id },
      body: { wallet: investorWallet(index), shares: shares.toString(), method },
    });

  const mine = async (index: number, id: string): Promise<Subscription> => {
    const { items } = await client(index).call(listMySubscriptions);
    const found = items.find((item) => item.id === id);
    assert.ok(found);
    return found;
  };

  const settled = (index: number, id: string) =>
    until(
      'the purchase to be final or failed',
      () => mine(index, id),
      ({ state }) => state === 'FINAL' || state === 'FAILED',
    );

  test('creating the shares is simulated and priced before anybody confirms it', async () => {
    const { id } = await approvedProperty(stage, 'Priced House');
    const body = { symbol: 'PRICED', shares: SHARE.toString(), rules: { accreditedOnly: true } };
    const cost = await stage.admin.call(estimateTokenization, { params: { id }, body });
    assert.equal(cost.refusal, null);
    assert.ok(BigInt(cost.gas) > 100_000n && BigInt(cost.fee) === BigInt(cost.gas) * BigInt(cost.gasPrice));
  });

  test('is open on the terms the wizard gave, in the contract as in the books', async () => {
    assert.equal(offering.state, 'OPEN');
    assert.equal(offering.symbol, 'CEDAR');
    assert.equal(offering.price.amount, PRICE.toString());
    const { transitions } = await stage.admin.call(readOffering, { params: { id: offering.id } });
    assert.deepEqual(
      transitions.map(({ to }) => to),
      ['DRAFT', 'OPEN'],
    );
    const again = { params: { id: offering.property.id }, body: someTerms(Date.now()) };
    await assert.rejects(stage.admin.call(createOffering, again), code('OFFERING_RUNNING'));
  });

  test('tells why a purchase would be refused before anything is signed', async () => {
    const ask = (shares: bigint, wallet = investorWallet(0)) =>
      client(0).call(checkSubscription, {
        params: { id: offering.id },
        query: { wallet, shares: shares.toString() },
      });
    assert.deepEqual((await ask(2n * SHARE)).refusals, []);
    assert.equal((await ask(2n * SHARE)).cost.amount, (2n * PRICE).toString());
    assert.deepEqual((await ask(SHARE / 2n)).refusals, ['OfferingBelowInvestorMinimum']);
    assert.deepEqual((await ask(61n * SHARE)).refusals, ['OfferingAboveInvestorMaximum']);
    assert.ok((await ask(101n * SHARE)).refusals.includes('OfferingSoldOut'));
    await assert.rejects(begin(0, 61n * SHARE), code('SUBSCRIPTION_REFUSED'));
    await assert.rejects(ask(2n * SHARE, investorWallet(1)), code('VALIDATION_FAILED'));
    await assert.rejects(ask(1n), code('VALIDATION_FAILED'));
  });

  test('is bought with one signature; the platform sends, the money waits in the contract', async () => {
    const wallet = investorWallet(0);
    const before = await stage.balance(wallet);
    const wish = await begin(0, 12n * SHARE);
    assert.equal(wish.state, 'INTENT');
    const signature = await sign(0, wish);
    const forged = await sign(1, wish);
    const authorize = (given: Hex) =>
      client(0).call(authorizeSubscription, { params: { id: wish.id }, body: { signature: given } });
    await assert.rejects(authorize(forged), code('WALLET_SIGNATURE_INVALID'));
    assert.equal((await authorize(signature)).state, 'SUBMITTED');
    assert.notEqual((await authorize(signature)).state, 'FAILED');
    const done = await settled(0, wish.id);
    assert.deepEqual([done.state, done.outcome, done.reason], ['FINAL', 'ESCROWED', null]);
    assert.equal(before - (await stage.balance(wallet)), 12n * PRICE);
  });

  test('shows nobody the purchases of another', async () => {
    const [own] = (await client(0).call(listMySubscriptions)).items;
    assert.ok(own);
    const theirs = { params: { id: own.id }, body: {} };
    await assert.rejects(client(1).call(discardSubscription, theirs), code('NOT_FOUND'));
    assert.deepEqual((await client(1).call(listMySubscriptions)).items, []);
  });

  test('may be given up before the signature, and not after', async () => {
    const wish = await begin(0, SHARE);
    const discard = () => client(0).call(discardSubscription, { params: { id: wish.id } });
    assert.equal((await discard()).state, 'FAILED');
    assert.equal((await discard()).reason, 'DISCARDED');
    const signature = await sign(0, { ...wish });
    const late = client(0).call(authorizeSubscription, { params: { id: wish.id }, body: { signature } });
    await assert.rejects(late, code('ILLEGAL_TRANSITION'));
  });

  test('is bought by the wallet’s own transactions where it cannot sign messages', async () => {
    const wish = await begin(1, 60n * SHARE, 'TRANSACTION');
    await stage.send(1, stage.usdc, approveCall(stage.offering, 60n * PRICE));
    const txHash = await stage.send(1, stage.offering, subscribeCall(offering.chainOfferingId, 60n * SHARE));
    await client(1).call(reportSubscription, { params: { id: wish.id }, body: { txHash } });
    const done = await settled(1, wish.id);
    assert.deepEqual([done.state, done.txHash], ['FINAL', txHash]);
  });

  test('knows a purchase made without the platform', async () => {
    await stage.send(2, stage.usdc, approveCall(stage.offering, 10n * PRICE));
    const txHash = await stage.send(2, stage.offering, subscribeCall(offering.chainOfferingId, 10n * SHARE));
    const { items } = await until(
      'the purchase to be known',
      () => client(2).call(listMySubscriptions),
      (list) => list.items.length === 1,
    );
    assert.deepEqual([items[0]?.state, items[0]?.txHash], ['FINAL', txHash]);
  });

  test('closes when its time is over, delivers to everybody, and the books agree with the chain', async () => {
    const params = { id: offering.id };
    await assert.rejects(stage.admin.call(closeOffering, { params }), code('ILLEGAL_TRANSITION'));
    await stage.passes(31 * 86_400);
    const closed = await until(
      'the sale to be closed and delivered',
      () => stage.admin.call(readOffering, { params }),
      ({ state, progress }) => state === 'CLOSED' && progress.delivered === progress.subscribed,
    );
    assert.equal(closed.progress.subscribed, (82n * SHARE).toString());
    assert.equal(closed.progress.escrow.amount, '0');
    const { items: holders } = await stage.admin.call(listHolders, { params: { id: offering.property.id } });
    assert.deepEqual(holders.map(({ shares }) => BigInt(shares) / SHARE).sort(), [10n, 12n, 60n].sort());
    const { items } = await stage.admin.call(listSubscriptions, { params });
    assert.deepEqual(new Set(items.map(({ outcome }) => outcome)), new Set(['DELIVERED']));
    // A comparison that began before the proceeds were booked may end with a break.
    await until(
      'the proceeds to be in the books',
      () => reconcile(stage.admin),
      ({ state }) => state === 'CLEAN',
    );
  });

  test('gives everybody the money back when it is called off', async () => {
    const other = await stage.offer('Elm House', 'ELMHO', {
      // The chain's clock is ahead by now.
      terms: { closesAt: new Date(Date.now() + 90 * 86_400_000).toISOString() },
    });
    const before = await stage.balance(investorWallet(0));
    const wish = await client(0).call(createSubscription, {
      params: { id: other.id },
      body: { wallet: investorWallet(0), shares: (3n * SHARE).toString() },
    });
    const signature = await sign(0, wish);
    await client(0).call(authorizeSubscription, { params: { id: wish.id }, body: { signature } });
    assert.equal((await settled(0, wish.id)).state, 'FINAL');
    const params = { id: other.id };
    await stage.admin.call(cancelOffering, { params, body: { reason: 'The seller withdrew.' } });
    const done = await until(
      'the refund to be with the investor',
      () => mine(0, wish.id),
      ({ outcome }) => outcome === 'REFUNDED',
    );
    assert.equal(done.state, 'FINAL');
    assert.equal(await stage.balance(investorWallet(0)), before);
    const yields = await client(0).call(readYields, { params: { id: other.property.id } });
    assert.equal(yields.projected, null);
  });
});
