import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Stripe from 'stripe';
import { RENT, startStripeHarness, stripeClient } from '../testing/stripe-harness.ts';

const { stripe, sandbox } = await startStripeHarness();

const failsWith = (expected: { status: number; code?: string; param?: string }) => (error: unknown) => {
  assert.ok(error instanceof Stripe.errors.StripeError, String(error));
  assert.equal(error.statusCode, expected.status);
  if (expected.code !== undefined) assert.equal(error.code, expected.code);
  if (expected.param !== undefined) assert.equal(error.param, expected.param);
  assert.match(String(error.requestId), /^req_/);
  return true;
};

describe('the Stripe API', () => {
  it('refuses a wrong key without repeating it', async () => {
    const stranger = stripeClient(sandbox, { apiKey: 'sk_test_somebodyelse1234' });
    await assert.rejects(stranger.balance.retrieve(), (error: unknown) => {
      assert.ok(error instanceof Stripe.errors.StripeAuthenticationError);
      assert.equal(error.statusCode, 401);
      assert.match(error.message, /^Invalid API Key provided: sk_test_\*+1234$/);
      return true;
    });
    const bare = await fetch(`${sandbox.stripeUrl}/v1/balance`);
    assert.equal(bare.status, 401);
  });

  it('names the parameter that is unknown, missing or no integer', async () => {
    const intents = stripe.paymentIntents;
    await assert.rejects(
      // @ts-expect-error removed in this API version
      stripe.checkout.sessions.create({ ...RENT, payment_method_types: ['card'] }),
      failsWith({ status: 400, code: 'parameter_unknown', param: 'payment_method_types' }),
    );
    await assert.rejects(
      // @ts-expect-error amount is required
      intents.create({ currency: 'usd' }),
      failsWith({ status: 400, code: 'parameter_missing', param: 'amount' }),
    );
    await assert.rejects(
      intents.create({ amount: 10.5, currency: 'usd' }),
      failsWith({ status: 400, code: 'parameter_invalid_integer', param: 'amount' }),
    );
    await assert.rejects(
      stripe.checkout.sessions.create({
        ...RENT,
        line_items: [
          { quantity: 1, price_data: { currency: 'usd', unit_amount: 1, product_data: { name: '' } } },
        ],
      }),
      failsWith({ status: 400, param: 'line_items[0][price_data][product_data][name]' }),
    );
  });

  it('says which object does not exist', async () => {
    for (const call of [
      stripe.charges.retrieve('ch_none'),
      stripe.checkout.sessions.retrieve('cs_none'),
      stripe.paymentIntents.retrieve('pi_none'),
      stripe.customers.retrieve('cus_none'),
      stripe.payouts.retrieve('po_none'),
      stripe.refunds.retrieve('re_none'),
      stripe.disputes.retrieve('du_none'),
      stripe.balanceTransactions.retrieve('txn_none'),
      stripe.events.retrieve('evt_none'),
    ]) {
      await assert.rejects(call, failsWith({ status: 404, code: 'resource_missing' }));
    }
    await assert.rejects(
      stripe.charges.list({ starting_after: 'ch_none' }),
      failsWith({ status: 400, code: 'resource_missing' }),
    );
  });

  it('answers unknown routes with 404 in its own shape', async () => {
    await assert.rejects(stripe.subscriptions.list(), failsWith({ status: 404 }));
  });

  it('echoes the version asked for', async () => {
    const balance = await stripe.balance.retrieve({}, { apiVersion: '2025-01-01.test' });
    assert.equal(balance.lastResponse.headers['stripe-version'], '2025-01-01.test');
    const usual = await stripe.balance.retrieve();
    assert.equal(usual.lastResponse.headers['stripe-version'], '2026-10-28.endive');
  });

  it('refuses to expand what cannot be expanded', async () => {
    await assert.rejects(
      stripe.balance.retrieve({ expand: ['nonsense'] }),
      failsWith({ status: 400, param: 'expand' }),
    );
  });

  it('pages through a list in both directions', async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      made.unshift((await stripe.customers.create({ email: `page${index}@example.com` })).id);
    }
    const forward: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 2 })) forward.push(customer.id);
    assert.deepEqual(forward, made);
    const back = await stripe.customers.list({ limit: 2, ending_before: String(made[4]) });
    assert.deepEqual(
      back.data.map((customer) => customer.id),
      made.slice(2, 4),
    );
    assert.equal(back.has_more, true);
  });

  it('keeps, merges and deletes customers', async () => {
    const { id } = await stripe.customers.create({ email: 'x@example.com', metadata: { a: '1', b: '2' } });
    const updated = await stripe.customers.update(id, { name: 'X', metadata: { b: '', c: '3' } });
    assert.deepEqual(updated.metadata, { a: '1', c: '3' });
    assert.equal(updated.email, 'x@example.com');
    await stripe.customers.del(id);
    const gone = await stripe.customers.retrieve(id);
    assert.equal(gone.deleted, true);
    assert.equal((await stripe.customers.list({ email: 'x@example.com' })).data.length, 0);
  });

  it('forgets events after thirty days', async () => {
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    sandbox.advance(31 * 86_400);
    await assert.rejects(stripe.events.retrieve(String(event?.id)), failsWith({ status: 404 }));
  });

  it('cancels an intent that is not paid, and no other', async () => {
    const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    assert.equal(intent.status, 'requires_payment_method');
    assert.match(String(intent.client_secret), new RegExp(`^${intent.id}_secret_`));
    const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'duplicate' });
    assert.equal(canceled.status, 'canceled');
    const paid = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_visa',
    });
    assert.equal(paid.status, 'requires_confirmation');
    assert.equal((await stripe.paymentIntents.confirm(paid.id)).status, 'succeeded');
    await assert.rejects(
      stripe.paymentIntents.cancel(paid.id),
      failsWith({ status: 400, code: 'payment_intent_unexpected_state' }),
    );
  });
});
