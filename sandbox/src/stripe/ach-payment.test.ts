import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type Stripe from 'stripe';
import { z } from 'zod';
import { expanded, RENT, startStripeHarness, submitPage, VALID_ACCOUNT } from '../testing/stripe-harness.ts';

const DAY = 86_400;
const eventsSchema = z.object({ data: z.array(z.object({ type: z.string(), data: z.unknown() })) });
const harness = await startStripeHarness();
const { stripe, sandbox } = harness;

async function pay(accountNumber: string): Promise<{ session: string; intent: string }> {
  const session = await stripe.checkout.sessions.create(RENT);
  const answer = await submitPage(session, { ...VALID_ACCOUNT, accountNumber });
  assert.equal(answer.status, 303);
  const after = await stripe.checkout.sessions.retrieve(session.id);
  assert.equal(after.status, 'complete');
  assert.equal(after.payment_status, 'unpaid');
  return { session: session.id, intent: String(after.payment_intent) };
}

/** Types of all events about one payment, oldest first. */
async function story(intent: string): Promise<string[]> {
  const { data } = eventsSchema.parse(await harness.control('GET', '/events?limit=1000'));
  return data
    .filter((event) => JSON.stringify(event.data).includes(intent))
    .map((event) => event.type)
    .reverse();
}

describe('a bank debit', () => {
  it('is processing at first and succeeds after four business days', async () => {
    const { session, intent } = await pay('000123456789');
    assert.equal((await stripe.paymentIntents.retrieve(intent)).status, 'processing');
    assert.deepEqual(await story(intent), [
      'payment_intent.created',
      'checkout.session.completed',
      'payment_intent.processing',
      'charge.pending',
    ]);
    assert.equal((await stripe.balance.retrieve()).pending[0]?.amount, 0);

    sandbox.advance(3 * DAY);
    assert.equal((await stripe.paymentIntents.retrieve(intent)).status, 'processing');
    sandbox.advance(4 * DAY);
    const paid = await stripe.paymentIntents.retrieve(intent, {
      expand: ['latest_charge.balance_transaction'],
    });
    assert.equal(paid.status, 'succeeded');
    const charge = expanded<Stripe.Charge>(paid.latest_charge);
    const transaction = expanded<Stripe.BalanceTransaction>(charge.balance_transaction);
    assert.match(charge.id, /^py_/);
    assert.equal(transaction.type, 'payment');
    assert.deepEqual([transaction.amount, transaction.fee, transaction.net], [100_000, 500, 99_500]);
    assert.equal((await stripe.checkout.sessions.retrieve(session)).payment_status, 'paid');
    assert.deepEqual((await story(intent)).slice(4, 7), [
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.async_payment_succeeded',
    ]);
  });

  it('fails with the code of its test account and moves no money', async () => {
    const cases = [
      ['000111111113', 'account_closed'],
      ['000111111116', 'no_account'],
      ['000222222227', 'insufficient_funds'],
      ['000333333335', 'debit_not_authorized'],
      ['000444444440', 'invalid_currency'],
    ] as const;
    for (const [account, code] of cases) {
      const { session, intent } = await pay(account);
      const before = await stripe.balance.retrieve();
      sandbox.advance(7 * DAY);
      const failed = await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
      assert.equal(failed.status, 'requires_payment_method');
      assert.equal(failed.last_payment_error?.code, code);
      assert.equal(expanded<Stripe.Charge>(failed.latest_charge).failure_code, code);
      assert.equal(expanded<Stripe.Charge>(failed.latest_charge).balance_transaction, null);
      assert.equal((await stripe.checkout.sessions.retrieve(session)).payment_status, 'unpaid');
      const failure = (await story(intent)).filter((type) => /failed/.test(type));
      assert.deepEqual(failure, [
        'charge.failed',
        'payment_intent.payment_failed',
        'checkout.session.async_payment_failed',
      ]);
      assert.deepEqual((await stripe.balance.retrieve()).pending[0]?.amount, before.pending[0]?.amount);
    }
  });

  it('can stay in processing for ever', async () => {
    const { intent } = await pay('000000000009');
    sandbox.advance(60 * DAY);
    assert.equal((await stripe.paymentIntents.retrieve(intent)).status, 'processing');
  });

  it('can succeed and be disputed afterwards', async () => {
    const { intent } = await pay('000555555559');
    sandbox.advance(9 * DAY);
    const charge = expanded<Stripe.Charge>(
      (await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] })).latest_charge,
    );
    assert.equal(charge.status, 'succeeded');
    assert.equal(charge.disputed, true);
    const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
    assert.equal(dispute?.amount, 100_000);
    assert.equal(dispute?.balance_transactions[0]?.net, -101_500);
  });

  it('asks for the name and the test routing number', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    const wrong = await submitPage(session, { ...VALID_ACCOUNT, routingNumber: '123' });
    assert.match(wrong.text, /routing number is not valid/);
    const nameless = await submitPage(session, { ...VALID_ACCOUNT, name: '' });
    assert.match(nameless.text, /name on the account/);
  });
});
