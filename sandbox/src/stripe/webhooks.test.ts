import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import Stripe from 'stripe';
import { SANDBOX_KEYS } from '../server.ts';
import { startStripeHarness } from '../testing/stripe-harness.ts';

const harness = await startStripeHarness();
const { stripe, hooks, control } = harness;

const pay = () =>
  stripe.paymentIntents.create({
    amount: 1_000,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
const drain = () => control('POST', '/deliveries/drain', {});
const ids = () => harness.events().map((event) => event.id);

beforeEach(async () => {
  await control('DELETE', '/faults');
  await drain();
  hooks.caught.length = 0;
  hooks.answer = () => 200;
});

describe('webhooks', () => {
  it('are sent again until they are accepted, with the same event id and a fresh signature', async () => {
    let refusals = 2;
    hooks.answer = () => (refusals-- > 0 ? 500 : 200);
    await stripe.customers.create({ email: 'a@example.com' });
    await hooks.waitFor((caught) => caught.length === 3);
    await drain();
    assert.equal(new Set(ids()).size, 1);
    assert.equal(hooks.caught.length, 3);
  });

  it('are listed as undelivered until then, for whoever catches up by polling', async () => {
    hooks.answer = () => 500;
    await stripe.customers.create({ email: 'b@example.com' });
    await hooks.waitFor((caught) => caught.length >= 1);
    const missed = await stripe.events.list({ delivery_success: false, types: ['customer.created'] });
    assert.equal(missed.data.length, 1);
    hooks.answer = () => 200;
    await drain();
    assert.equal((await stripe.events.list({ delivery_success: false })).data.length, 0);
  });

  it('come twice under the duplicate fault', async () => {
    await control('POST', '/faults', { route: 'charge.succeeded', kind: 'duplicate' });
    await pay();
    await drain();
    assert.deepEqual(harness.types(), [
      'payment_intent.created',
      'charge.succeeded',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
    assert.equal(new Set(ids()).size, 3);
  });

  it('do not come under the drop fault, but the event is in the list', async () => {
    await control('POST', '/faults', { route: 'charge.succeeded', kind: 'drop' });
    const intent = await pay();
    await drain();
    assert.deepEqual(harness.types(), ['payment_intent.created', 'payment_intent.succeeded']);
    const [event] = (await stripe.events.list({ type: 'charge.succeeded', limit: 1 })).data;
    assert.ok(event?.type === 'charge.succeeded' && event.data.object.payment_intent === intent.id);
  });

  it('come late under the delay fault', async () => {
    await control('POST', '/faults', { route: 'webhook:charge.succeeded', kind: 'delay', delayMs: 300 });
    await pay();
    await drain();
    assert.deepEqual(harness.types(), [
      'payment_intent.created',
      'payment_intent.succeeded',
      'charge.succeeded',
    ]);
  });

  it('come shuffled under the reorder fault, the same way for the same seed', async () => {
    const orders: string[][] = [];
    for (let run = 0; run < 2; run += 1) {
      await control('POST', '/faults', { kind: 'reorder', count: 3, seed: 5, delayMs: 600 });
      await pay();
      await drain();
      orders.push(harness.types());
      hooks.caught.length = 0;
    }
    assert.deepEqual(orders[0], orders[1]);
    assert.notDeepEqual(orders[0], [
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('carry a signature the SDK refuses under the bad_signature fault', async () => {
    await control('POST', '/faults', { route: 'customer.created', kind: 'bad_signature' });
    await stripe.customers.create({ email: 'c@example.com' });
    await hooks.waitFor((caught) => caught.length === 1);
    const [caught] = hooks.caught;
    assert.throws(
      () =>
        Stripe.webhooks.constructEvent(
          caught?.body ?? '',
          String(caught?.headers['stripe-signature']),
          SANDBOX_KEYS.stripeWebhookSecret,
        ),
      Stripe.errors.StripeSignatureVerificationError,
    );
    hooks.caught.length = 0;
  });

  it('can be replayed, all of them, twice and in reverse', async () => {
    await pay();
    await drain();
    hooks.caught.length = 0;
    const all: string[] = [];
    for await (const event of stripe.events.list({ limit: 100 })) all.push(event.id);
    await control('POST', '/events/replay', { order: 'reverse', copies: 2, drainMs: 10_000 });
    assert.deepEqual(
      ids(),
      all.flatMap((id) => [id, id]),
    );
  });
});
