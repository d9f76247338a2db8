import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type Stripe from 'stripe';
import { expanded, RENT, startStripeHarness, submitPage, VALID_CARD } from '../testing/stripe-harness.ts';

const harness = await startStripeHarness();
const { stripe, hooks, sandbox } = harness;

describe('a card payment on the hosted page', () => {
  it('succeeds, redirects with the session id and shows the fee to the cent', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    assert.equal(session.status, 'open');
    assert.equal(session.payment_status, 'unpaid');
    assert.equal(session.payment_intent, null);

    const paid = await submitPage(session, VALID_CARD);
    assert.equal(paid.status, 303);
    assert.equal(paid.location, `http://localhost:3000/pay/return?session=${session.id}`);

    const after = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'],
    });
    assert.equal(after.status, 'complete');
    assert.equal(after.payment_status, 'paid');
    assert.equal(after.url, null);
    assert.equal(after.line_items?.data[0]?.price?.unit_amount, 100_000);
    const intent = expanded<Stripe.PaymentIntent>(after.payment_intent);
    const charge = expanded<Stripe.Charge>(intent.latest_charge);
    const transaction = expanded<Stripe.BalanceTransaction>(charge.balance_transaction);
    assert.equal(intent.metadata.rentCharge, 'r-1');
    assert.equal(charge.metadata.rentCharge, 'r-1');
    assert.deepEqual([transaction.amount, transaction.fee, transaction.net], [100_000, 2_930, 97_070]);
    assert.equal(transaction.status, 'pending');
    assert.equal(transaction.source, charge.id);
  });

  it('sends its events in order, each verified by the SDK', async () => {
    await hooks.waitFor((caught) => caught.length >= 4);
    assert.deepEqual(harness.types().slice(0, 4), [
      'payment_intent.created',
      'checkout.session.completed',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
    const [, completed] = harness.events();
    assert.equal(completed?.api_version, '2026-10-28.endive');
    assert.ok(
      completed?.type === 'checkout.session.completed' && completed.data.object.payment_status === 'paid',
    );
  });

  it('shows a decline in place, keeps the session open and takes the next card', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    const declined = await submitPage(session, { ...VALID_CARD, number: '4000000000009995' });
    assert.equal(declined.status, 402);
    assert.match(declined.text, /role="alert"[^>]*>Your card has insufficient funds\./);
    assert.match(declined.text, /value="tenant@example.com"/);

    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const intent = expanded<Stripe.PaymentIntent>(open.payment_intent);
    assert.equal(open.status, 'open');
    assert.equal(intent.status, 'requires_payment_method');
    assert.equal(intent.last_payment_error?.decline_code, 'insufficient_funds');

    assert.equal((await submitPage(session, VALID_CARD)).status, 303);
    const paid = await stripe.paymentIntents.retrieve(intent.id);
    assert.equal(paid.status, 'succeeded');
    const charges = await stripe.charges.list({ payment_intent: intent.id });
    assert.deepEqual(
      charges.data.map((charge) => charge.status),
      ['succeeded', 'failed'],
    );
  });

  it('takes the money once however often the page is submitted', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    const answers = await Promise.all([1, 2, 3].map(() => submitPage(session, VALID_CARD)));
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [303, 303, 303],
    );
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session.id);
    assert.equal((await stripe.charges.list({ payment_intent: String(intent) })).data.length, 1);
  });

  it('says what is wrong with a form that cannot be sent to the network', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    const cases: Array<[Record<string, string>, RegExp]> = [
      [{ email: 'nobody' }, /valid email/],
      [{ number: '4242' }, /card number is incomplete/],
      [{ number: '4111111111111111' }, /only the test cards/],
      [{ expiry: '13/34' }, /expiration date is incomplete/],
      [{ expiry: '01/20' }, /card has expired/],
      [{ cvc: '1' }, /security code is incomplete/],
    ];
    for (const [change, expected] of cases) {
      const answer = await submitPage(session, { ...VALID_CARD, ...change });
      assert.equal(answer.status, 400);
      assert.match(answer.text, expected);
    }
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_intent, null);
  });

  it('escapes what the merchant wrote and allows no foreign script', async () => {
    const session = await stripe.checkout.sessions.create({
      ...RENT,
      line_items: [
        {
          quantity: 2,
          price_data: { currency: 'usd', unit_amount: 100, product_data: { name: '<b>"Rent"</b>' } },
        },
      ],
    });
    const response = await fetch(String(session.url));
    const page = await response.text();
    assert.ok(page.includes('&lt;b&gt;&quot;Rent&quot;&lt;/b&gt;'));
    assert.ok(!page.includes('<b>"Rent"'));
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  });

  it('refuses an expired session', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    await stripe.checkout.sessions.expire(session.id);
    const answer = await submitPage(session, VALID_CARD);
    assert.equal(answer.status, 410);
    assert.match(answer.text, /timed out/);
    await assert.rejects(stripe.checkout.sessions.expire(session.id), /can be expired/);
  });

  it('expires by itself when its time is over', async () => {
    const session = await stripe.checkout.sessions.create(RENT);
    sandbox.advance(24 * 3_600 + 60);
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'expired');
  });
});
