import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { RENT, startStripeHarness, submitPage, VALID_CARD } from '../testing/stripe-harness.ts';

const harness = await startStripeHarness();
const { stripe, sandbox, control } = harness;
const clockSchema = z.object({ unix: z.number(), aheadSeconds: z.number() });
const clock = async () => clockSchema.parse(await control('GET', '/clock'));

describe('the control API', () => {
  it('advances one clock for both providers', async () => {
    const before = await clock();
    await control('POST', '/clock/advance', { days: 1, hours: 2 });
    const circleClock = await fetch(`${sandbox.circleUrl}/_sandbox/clock`);
    const after = clockSchema.parse(await circleClock.json());
    assert.ok(after.unix - before.unix >= 26 * 3_600);
    const customer = await stripe.customers.create({ email: 'later@example.com' });
    assert.ok(customer.created >= after.unix);
  });

  it('refuses bodies it does not understand and steps that go nowhere', async () => {
    for (const [path, body] of [
      ['/clock/advance', {}],
      ['/clock/advance', { days: -1 }],
      ['/clock/advance', { fortnights: 1 }],
      ['/faults', { kind: 'nonsense' }],
      ['/events/replay', { order: 'sideways' }],
      ['/bank/deposits', { amount: '-5' }],
    ] as const) {
      await assert.rejects(control('POST', path, body), /: 400 /, path);
    }
  });

  it('takes no orders from pages of other sites', async () => {
    const answer = await fetch(`${sandbox.stripeUrl}/_sandbox/clock/advance`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: '{"days":1}',
    });
    assert.equal(answer.status, 403);
  });

  it('shows and clears faults', async () => {
    await control('POST', '/faults', { route: 'GET /v1/balance', kind: 'error_before', count: 100 });
    const listed = z.object({ data: z.array(z.unknown()) }).parse(await control('GET', '/faults'));
    assert.equal(listed.data.length, 1);
    await control('DELETE', '/faults');
    assert.equal((await stripe.balance.retrieve()).object, 'balance');
  });
});

describe('the page of each port', () => {
  it('shows clock, money, objects and webhooks, and its buttons move the clock', async () => {
    await submitPage(await stripe.checkout.sessions.create(RENT), VALID_CARD);
    const before = await clock();
    const pressed = await fetch(`${sandbox.stripeUrl}/_sandbox/page/advance`, {
      method: 'POST',
      body: new URLSearchParams({ ms: String(3 * 86_400_000) }),
      redirect: 'manual',
    });
    assert.equal(pressed.status, 303);
    assert.ok((await clock()).unix - before.unix >= 3 * 86_400);
    const page = await (await fetch(sandbox.stripeUrl)).text();
    assert.match(page, /Bank account: <strong>\$970\.70<\/strong>/);
    assert.match(page, /complete, paid/);
    assert.match(page, /payout\.paid/);
    const circlePage = await (await fetch(sandbox.circleUrl)).text();
    assert.match(circlePage, /Circle Mint, as the sandbox plays it/);
  });
});
