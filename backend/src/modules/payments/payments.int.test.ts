import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readPayment, readRentCharge, startCheckout } from '@freehold/shared/rent';
import { codeOf } from '../../common/testing/test-people.ts';
import { cards, type Letter, type OpenCharge, type StripeRig, startStripeRig } from './testing/stripe-rig.ts';

type Books = Record<string, string>;

/** Books without the ids that differ from run to run: each kind of account with the balances it has. */
function anonymous(books: Books): Record<string, string[]> {
  const kinds = Object.entries(books).map(
    ([path, balance]) => [path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>'), balance] as const,
  );
  const grouped = Map.groupBy(kinds, ([path]) => path);
  return Object.fromEntries(
    [...grouped].map(([path, rows]) => [path, rows.map(([, balance]) => balance).toSorted()]),
  );
}

/** A month at Stripe: one card, one bank debit that comes, one that does not; availability and payouts. */
async function month(rig: StripeRig): Promise<readonly OpenCharge[]> {
  const charges = [await rig.openCharge(), await rig.openCharge(), await rig.openCharge()];
  const [card, debit, bounced] = charges;
  if (card === undefined || debit === undefined || bounced === undefined) throw new Error('three charges');
  await rig.payByCard(card);
  await rig.payByBank(debit, '000123456789');
  await rig.payByBank(bounced, '000222222227');
  for (let day = 0; day < 12; day += 1) await rig.pass(1);
  return charges;
}

async function statesOf(charges: readonly OpenCharge[]): Promise<readonly string[]> {
  const states: string[] = [];
  for (const { tenant, chargeId } of charges) {
    const charge = await tenant.call(readRentCharge, { params: { id: chargeId } });
    states.push(charge.state === 'OVERDUE' ? 'DUE' : charge.state);
  }
  return states;
}

describe('news from Stripe', () => {
  const seen = new Map<string, Record<string, string[]>>();

  async function tell(name: string, how: (rig: StripeRig) => Promise<void>): Promise<void> {
    const rig = await startStripeRig();
    try {
      const charges = await month(rig);
      await how(rig);
      seen.set(name, anonymous(await rig.books()));
      assert.deepEqual(await statesOf(charges), ['PAID', 'PAID', 'DUE'], name);
      assert.equal(await rig.prisma.client.providerEvent.count({ where: { state: 'PARKED' } }), 0);
    } finally {
      await rig.close();
    }
  }

  it('leads to the books a person would keep', async () => {
    await tell('in order', async (rig) => {
      for (const letter of rig.letters) assert.equal((await rig.deliver(letter)).status, 200);
      await rig.run('provider-inbox', 'stripe-sweep');
    });
    // $1,000 by card costs 2.9% + 30¢, by bank debit 0.8% up to $5; both were paid out.
    assert.deepEqual(seen.get('in order'), {
      'A:bank:operating USD': ['196570'],
      'A:rent_receivable:<id> USD': ['100000'],
      'L:rent_collected:<id> USD': ['-97070', '-99500'],
      'L:rent_deferred:<id> USD': ['-100000'],
      'R:interchange_recovered USD': ['-3430'],
      'X:stripe_fees USD': ['3430'],
    });
  });

  it('leads to the same books when every webhook comes twice and the last first', async () => {
    await tell('reversed, twice', async (rig) => {
      for (const letter of rig.letters.toReversed()) {
        await rig.deliver(letter);
        await rig.run('provider-inbox');
        await rig.deliver(letter);
      }
      await rig.run('provider-inbox', 'stripe-sweep');
    });
    assert.deepEqual(seen.get('reversed, twice'), seen.get('in order'));
  });

  it('leads to the same books when no webhook comes at all: the sweep finds everything', async () => {
    await tell('swept', async (rig) => {
      await rig.run('stripe-sweep', 'provider-inbox', 'stripe-sweep', 'provider-inbox');
    });
    assert.deepEqual(seen.get('swept'), seen.get('in order'));
  });
});

describe('a payment', () => {
  let rig: StripeRig;

  before(async () => {
    rig = await startStripeRig();
  });
  after(() => rig.close());

  /** Delivers what has come, and acts on it. */
  async function post(): Promise<readonly Letter[]> {
    await rig.settle();
    const letters = rig.letters.splice(0);
    for (const letter of letters) await rig.deliver(letter);
    await rig.run('provider-inbox');
    return letters;
  }

  it('has one payment page at a time, also when asked for twice at once', async () => {
    const { tenant, chargeId } = await rig.openCharge();
    const params = { id: chargeId };
    const first = await tenant.call(startCheckout, { params });
    const second = await tenant.call(startCheckout, { params });
    assert.deepEqual(second, first);
    assert.equal((await tenant.call(readRentCharge, { params })).state, 'PAYING');
    assert.equal(await rig.prisma.client.payment.count({ where: { rentChargeId: chargeId } }), 1);
  });

  it('is not to be had for another tenant, nor for a charge that is paid', async () => {
    const charge = await rig.openCharge();
    const stranger = await rig.openCharge();
    const answer = await stranger.tenant.send(startCheckout, { params: { id: charge.chargeId } });
    assert.equal(answer.status, 404);
    const paymentId = await rig.payByCard(charge);
    await post();
    assert.equal((await charge.tenant.call(readPayment, { params: { id: paymentId } })).state, 'SETTLED');
    const again = await charge.tenant.send(startCheckout, { params: { id: charge.chargeId } });
    assert.equal(codeOf(again.body), 'CHARGE_NOT_PAYABLE');
    assert.equal((await stranger.tenant.send(readPayment, { params: { id: paymentId } })).status, 404);
  });

  it('goes on after a declined card, on the same page', async () => {
    const charge = await rig.openCharge();
    const paymentId = await rig.payByCard(charge, cards.declined);
    await post();
    const declined = await charge.tenant.call(readPayment, { params: { id: paymentId } });
    assert.equal(declined.state, 'SUBMITTED');
    assert.match(declined.failure ?? '', /declined/);
    assert.equal(await rig.payByCard(charge), paymentId);
    await post();
    const settled = await charge.tenant.call(readPayment, { params: { id: paymentId } });
    assert.deepEqual([settled.state, settled.failure], ['SETTLED', null]);
  });

  it('is open again once its page has expired unpaid', async () => {
    const charge = await rig.openCharge();
    const params = { id: charge.chargeId };
    const first = await charge.tenant.call(startCheckout, { params });
    await rig.pass(2);
    await post();
    assert.equal(
      (await charge.tenant.call(readPayment, { params: { id: first.paymentId } })).state,
      'FAILED',
    );
    const second = await charge.tenant.call(startCheckout, { params });
    assert.notEqual(second.paymentId, first.paymentId);
  });

  it('in dispute blocks the rent and books what the bank took', async () => {
    const charge = await rig.openCharge();
    await rig.payByCard(charge, cards.disputed);
    await rig.pass(2);
    await post();
    const { state } = await charge.tenant.call(readRentCharge, { params: { id: charge.chargeId } });
    assert.equal(state, 'DISPUTED');
    const books = await rig.books();
    const [receivable] = Object.entries(books).filter(([path]) => path.startsWith('A:dispute_receivable'));
    assert.equal(receivable?.[1], '100000');
    assert.equal(books['X:dispute_fees USD'], '1500');
  });
});

describe('a webhook', () => {
  let rig: StripeRig;
  let letter: Letter;

  before(async () => {
    rig = await startStripeRig();
    await rig.payByCard(await rig.openCharge());
    await rig.settle();
    const [first] = rig.letters;
    assert.ok(first);
    letter = first;
  });
  after(() => rig.close());

  const kept = (): Promise<number> => rig.prisma.client.providerEvent.count();

  it('with a wrong signature, a changed body or none at all is refused, and nothing is written', async () => {
    const forged = { 'stripe-signature': 't=1,v1=00', 'content-type': 'application/json' };
    const letters: Partial<Letter>[] = [
      { headers: forged },
      { headers: { 'content-type': 'application/json' } },
      { body: letter.body.replace('"livemode"', '"Livemode"') },
      { body: '{}' },
      { body: '' },
    ];
    for (const changed of letters) {
      const answer = await rig.deliver(letter, changed);
      assert.equal(answer.status, 400);
    }
    assert.equal(await kept(), 0);
  });

  it('is kept once, byte for byte, and cannot be edited', async () => {
    assert.equal((await rig.deliver(letter)).status, 200);
    assert.equal((await rig.deliver(letter)).status, 200);
    assert.equal(await kept(), 1);
    const row = await rig.prisma.client.providerEvent.findFirstOrThrow();
    assert.equal(Buffer.from(row.raw).toString('utf8'), letter.body);
    await assert.rejects(
      rig.prisma.pool.query(`UPDATE app.provider_event SET raw = 'forged'`),
      /cannot be edited/,
    );
  });

  it('of Circle is refused unless Amazon signed it with a certificate of an allowed host', async () => {
    const message = {
      Type: 'Notification',
      MessageId: 'm-1',
      TopicArn: 'arn:aws:sns:us-east-1:1:t',
      Message: '{"notificationType":"transfers","version":1,"transfer":{"id":"x"}}',
      Timestamp: '2026-01-01T00:00:00.000Z',
      SignatureVersion: '1',
      Signature: Buffer.from('forged').toString('base64'),
      SigningCertURL: 'https://evil.example/cert.pem',
    };
    const before_ = await kept();
    for (const body of [JSON.stringify(message), '{}', 'not json', '']) {
      const answer = await fetch(`${rig.system.url}/v1/webhooks/circle`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=UTF-8' },
        body,
      });
      assert.equal(answer.status, 400, body);
    }
    assert.equal(await kept(), before_);
    const head = await fetch(`${rig.system.url}/v1/webhooks/circle`, { method: 'HEAD' });
    assert.equal(head.status, 200);
  });
});
