import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type Stripe from 'stripe';
import { startStripeHarness } from '../testing/stripe-harness.ts';

const DAY = 86_400;
const harness = await startStripeHarness();
const { stripe, sandbox, control } = harness;

async function charge(amount: number): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
}

async function transactionsOf(payout: string): Promise<Stripe.BalanceTransaction[]> {
  const transactions: Stripe.BalanceTransaction[] = [];
  for await (const transaction of stripe.balanceTransactions.list({ payout, limit: 3 }))
    transactions.push(transaction);
  return transactions;
}

describe('payouts', () => {
  it('carry every available transaction once, and their net sums to the amount exactly', async () => {
    // Awkward amounts: the fee rounds in both directions.
    const amounts = [50, 99, 101, 1_017, 33_333, 100_000, 123_457, 200_000];
    for (const [index, amount] of amounts.entries()) {
      const intent = await charge(amount);
      if (index % 3 === 0)
        await stripe.refunds.create({ payment_intent: intent.id, amount: Math.ceil(amount / 2) });
      sandbox.advance(DAY / 2);
    }
    sandbox.advance(5 * DAY);
    const seen = new Set<string>();
    let total = 0;
    for await (const payout of stripe.payouts.list({ limit: 2 })) {
      assert.equal(payout.status, 'paid');
      assert.equal(payout.reconciliation_status, 'completed');
      const transactions = await transactionsOf(payout.id);
      const [own] = transactions.filter((transaction) => transaction.type === 'payout');
      assert.equal(own?.net, -payout.amount);
      const carried = transactions.filter((transaction) => transaction.type !== 'payout');
      assert.equal(
        carried.reduce((sum, transaction) => sum + transaction.net, 0),
        payout.amount,
      );
      for (const transaction of transactions) {
        assert.ok(!seen.has(transaction.id));
        seen.add(transaction.id);
        assert.equal(transaction.amount - transaction.fee, transaction.net);
      }
      total += payout.amount;
    }
    const balance = await stripe.balance.retrieve();
    assert.equal(balance.available[0]?.amount, 0);
    assert.equal(balance.pending[0]?.amount, 0);
    assert.deepEqual(await bank(), String(total));
  });

  it('that the bank returns after they were paid put the money back and into the next payout', async () => {
    await charge(50_000);
    sandbox.advance(4 * DAY);
    const [payout] = (await stripe.payouts.list({ limit: 1 })).data;
    assert.equal(payout?.status, 'paid');
    const before = BigInt(await bank());
    await control('POST', `/payouts/${payout?.id}/fail`, { code: 'account_closed' });
    const failed = await stripe.payouts.retrieve(String(payout?.id), {
      expand: ['failure_balance_transaction'],
    });
    assert.equal(failed.status, 'failed');
    assert.equal(failed.failure_code, 'account_closed');
    assert.equal(BigInt(await bank()), before - 48_520n);
    assert.equal((await stripe.balance.retrieve()).available[0]?.amount, 48_520);
    sandbox.advance(2 * DAY);
    const [next] = (await stripe.payouts.list({ limit: 1 })).data;
    assert.equal(next?.amount, 48_520);
    assert.deepEqual((await transactionsOf(String(next?.id))).map((transaction) => transaction.type).sort(), [
      'payout',
      'payout_failure',
    ]);
  });

  it('go out by hand within the available balance, and can be taken back before they arrive', async () => {
    await charge(50_000);
    await assert.rejects(stripe.payouts.create({ amount: 1, currency: 'usd' }), {
      code: 'balance_insufficient',
    });
    sandbox.advance(4 * DAY);
    const [automatic] = (await stripe.payouts.list({ limit: 1 })).data;
    await control('POST', `/payouts/${automatic?.id}/fail`, {});
    const manual = await stripe.payouts.create({
      amount: 20_000,
      currency: 'usd',
      metadata: { why: 'test' },
    });
    assert.equal(manual.automatic, false);
    assert.equal(manual.reconciliation_status, 'not_applicable');
    await assert.rejects(
      stripe.balanceTransactions.list({ payout: manual.id }),
      /only be filtered on automatic/,
    );
    const second = await stripe.payouts.create({ amount: 1_000, currency: 'usd' });
    assert.equal((await stripe.payouts.cancel(second.id)).status, 'canceled');
    assert.equal((await stripe.balance.retrieve()).available[0]?.amount, 28_520);
    const before = BigInt(await bank());
    sandbox.advance(2 * DAY);
    assert.equal(BigInt(await bank()) - before, 48_520n);
    await assert.rejects(stripe.payouts.cancel(manual.id), /cannot be canceled/);
  });

  it('leave the world’s books in balance', async () => {
    const report: unknown = await control('GET', '/ledger');
    assert.ok(report !== null && typeof report === 'object' && 'problems' in report);
    assert.deepEqual(report.problems, []);
  });
});

async function bank(): Promise<string> {
  const statement: unknown = await control('GET', '/bank');
  assert.ok(statement !== null && typeof statement === 'object' && 'balance' in statement);
  return String(statement.balance);
}
