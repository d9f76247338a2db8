import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import Stripe from 'stripe';
import { z } from 'zod';
import { RENT, startStripeHarness, stripeClient } from '../testing/stripe-harness.ts';

const harness = await startStripeHarness();
const { stripe, sandbox, control } = harness;
const faultList = z.object({ data: z.array(z.object({ kind: z.string(), hits: z.number() })) });
const impatient = stripeClient(sandbox, { maxNetworkRetries: 0 });
const card = (idempotencyKey: string, client = stripe) =>
  client.paymentIntents.create(
    { amount: 5_000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
    { idempotencyKey },
  );
const intentCount = async () => (await stripe.paymentIntents.list({ limit: 100 })).data.length;

describe('an idempotency key', () => {
  it('replays the first answer and says so', async () => {
    const key = randomUUID();
    const before = await intentCount();
    const first = await card(key);
    const again = await card(key);
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal(again.lastResponse.headers['idempotency-key'], key);
    assert.equal(await intentCount(), before + 1);
  });

  it('replays a decline too, without a second attempt', async () => {
    const key = randomUUID();
    const decline = () =>
      stripe.paymentIntents.create(
        { amount: 5_000, currency: 'usd', payment_method: 'pm_card_visa_chargeDeclined', confirm: true },
        { idempotencyKey: key },
      );
    const before = (await stripe.charges.list({ limit: 100 })).data.length;
    await assert.rejects(decline(), Stripe.errors.StripeCardError);
    await assert.rejects(decline(), Stripe.errors.StripeCardError);
    assert.equal((await stripe.charges.list({ limit: 100 })).data.length, before + 1);
  });

  it('refuses other parameters, and another route', async () => {
    const key = randomUUID();
    await card(key);
    await assert.rejects(
      stripe.paymentIntents.create({ amount: 5_001, currency: 'usd' }, { idempotencyKey: key }),
      Stripe.errors.StripeIdempotencyError,
    );
    await assert.rejects(
      stripe.checkout.sessions.create(RENT, { idempotencyKey: key }),
      Stripe.errors.StripeIdempotencyError,
    );
  });

  it('does not remember a request that failed validation', async () => {
    const key = randomUUID();
    await assert.rejects(
      stripe.paymentIntents.create({ amount: 1, currency: 'usd' }, { idempotencyKey: key }),
      Stripe.errors.StripeInvalidRequestError,
    );
    assert.equal((await card(key)).status, 'succeeded');
  });

  it('answers 409 while the first request is still running', async () => {
    const key = randomUUID();
    await control('POST', '/faults', { route: 'POST /v1/payment_intents', kind: 'delay', delayMs: 3_000 });
    const struck = async () => {
      const { data } = faultList.parse(await control('GET', '/faults'));
      return data.some(({ kind, hits }) => kind === 'delay' && hits > 0);
    };
    const first = card(key, impatient);
    while (!(await struck())) await new Promise((resolve) => setTimeout(resolve, 10));
    await assert.rejects(card(key, impatient), (error: unknown) => {
      assert.ok(error instanceof Stripe.errors.StripeError);
      assert.equal(error.statusCode, 409);
      assert.equal(error.code, 'idempotency_key_in_use');
      return true;
    });
    assert.equal((await first).status, 'succeeded');
    assert.equal((await card(key, impatient)).id, (await first).id);
  });

  it('is forgotten after a day', async () => {
    const key = randomUUID();
    const first = await card(key);
    sandbox.advance(23 * 3_600);
    assert.equal((await card(key)).id, first.id);
    sandbox.advance(2 * 3_600);
    assert.notEqual((await card(key)).id, first.id);
  });
});

describe('the SDK’s own retries', () => {
  it('charge once when the answer to the first try is lost after its effect', async () => {
    for (const kind of ['error_after', 'reset_after', 'error_before', 'reset_before']) {
      const before = await intentCount();
      await control('POST', '/faults', { route: 'POST /v1/payment_intents', kind });
      const intent = await stripe.paymentIntents.create({
        amount: 7_000,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        confirm: true,
      });
      assert.equal(intent.status, 'succeeded');
      assert.equal(await intentCount(), before + 1, kind);
    }
  });

  it('get the stored 500 again when execution itself failed', async () => {
    const key = randomUUID();
    await control('POST', '/faults', { route: 'POST /v1/payment_intents', kind: 'error_stored' });
    await assert.rejects(card(key), Stripe.errors.StripeAPIError);
    await assert.rejects(card(key), Stripe.errors.StripeAPIError);
  });

  it('do not cover a rate limit', async () => {
    await control('POST', '/faults', { route: 'GET /v1/balance', kind: 'rate_limit' });
    await assert.rejects(stripe.balance.retrieve(), Stripe.errors.StripeRateLimitError);
    assert.equal((await stripe.balance.retrieve()).object, 'balance');
  });
});
