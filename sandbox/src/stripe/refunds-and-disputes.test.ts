import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type Stripe from 'stripe';
import { expanded, startStripeHarness } from '../testing/stripe-harness.ts';

const DAY = 86_400;
const harness = await startStripeHarness();
const { stripe, sandbox, control } = harness;

async function charge(amount: number, method = 'pm_card_visa'): Promise<Stripe.Charge> {
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: method,
    confirm: true,
    expand: ['latest_charge'],
  });
  return expanded<Stripe.Charge>(intent.latest_charge);
}

describe('a refund', () => {
  it('takes the amount out of the balance, keeps the fee and adds up over several', async () => {
    const { id } = await charge(10_000);
    const first = await stripe.refunds.create({ charge: id, amount: 4_000, reason: 'requested_by_customer' });
    assert.equal(first.status, 'succeeded');
    const transaction = await stripe.balanceTransactions.retrieve(String(first.balance_transaction));
    assert.deepEqual([transaction.type, transaction.net, transaction.fee], ['refund', -4_000, 0]);
    await assert.rejects(
      stripe.refunds.create({ charge: id, amount: 6_001 }),
      /greater than unrefunded amount/,
    );
    await stripe.refunds.create({ charge: id });
    const after = await stripe.charges.retrieve(id, { expand: ['refunds'] });
    assert.equal(after.refunded, true);
    assert.equal(after.amount_refunded, 10_000);
    assert.equal(after.refunds?.data.length, 2);
    await assert.rejects(stripe.refunds.create({ charge: id }), { code: 'charge_already_refunded' });
    await control('POST', '/deliveries/drain', {});
    assert.deepEqual(harness.types().slice(-3), ['refund.created', 'charge.refunded', 'refund.updated']);
  });

  it('of a charge that failed is refused', async () => {
    await assert.rejects(charge(10_000, 'pm_card_visa_chargeDeclined'), { code: 'card_declined' });
    const [failed] = (await stripe.charges.list({ limit: 1 })).data;
    await assert.rejects(stripe.refunds.create({ charge: String(failed?.id) }), /has not succeeded/);
  });
});

describe('a dispute', () => {
  it('withdraws amount and fee at once and reinstates both when it is won', async () => {
    const { id } = await charge(20_000, 'pm_card_createDispute');
    sandbox.advance(DAY + 60);
    const [dispute] = (await stripe.disputes.list({ charge: id })).data;
    assert.equal(dispute?.status, 'needs_response');
    assert.deepEqual(
      dispute?.balance_transactions.map((transaction) => transaction.net),
      [-21_500],
    );
    await assert.rejects(stripe.refunds.create({ charge: id }), { code: 'charge_disputed' });
    const answered = await stripe.disputes.update(String(dispute?.id), {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    assert.equal(answered.status, 'under_review');
    sandbox.advance(15 * DAY);
    const won = await stripe.disputes.retrieve(String(dispute?.id));
    assert.equal(won.status, 'won');
    assert.deepEqual(
      won.balance_transactions.map((transaction) => transaction.net),
      [-21_500, 21_500],
    );
    await control('POST', '/deliveries/drain', {});
    const story = harness.types().filter((type) => type.startsWith('charge.dispute'));
    assert.deepEqual(story, [
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
  });

  it('can be opened by the control API and lost by closing it', async () => {
    const { id } = await charge(20_000);
    await control('POST', `/charges/${id}/dispute`, { reason: 'product_not_received' });
    const [dispute] = (await stripe.disputes.list({ charge: id })).data;
    const lost = await stripe.disputes.close(String(dispute?.id));
    assert.equal(lost.status, 'lost');
    assert.equal(lost.reason, 'product_not_received');
    await assert.rejects(stripe.disputes.close(lost.id), /already closed/);
  });
});
