import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import Stripe from 'stripe';
import ts from 'typescript';
import {
  RENT,
  startStripeHarness,
  submitPage,
  VALID_ACCOUNT,
  VALID_CARD,
} from '../testing/stripe-harness.ts';
import { API_VERSION } from './context.ts';

const harness = await startStripeHarness();
const { stripe, sandbox, control } = harness;
const resources = join(dirname(createRequire(import.meta.url).resolve('stripe')), '..', 'esm', 'resources');

interface Fields {
  readonly required: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

/** The members of an exported interface as the SDK's own declaration file has them. */
function fieldsOf(file: string, name: string): Fields {
  const path = join(resources, file);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (found === undefined) throw new Error(`${file} declares no ${name}`);
  const members = found.members.filter(ts.isPropertySignature);
  const names = (list: readonly ts.PropertySignature[]) =>
    new Set(list.map((member) => member.name.getText(source)));
  return {
    required: names(members.filter((member) => member.questionToken === undefined)),
    known: names(members),
  };
}

const CONTRACT: Readonly<Record<string, Fields>> = {
  'checkout.session': fieldsOf('Checkout/Sessions.d.ts', 'Session'),
  payment_intent: fieldsOf('PaymentIntents.d.ts', 'PaymentIntent'),
  payment_method: fieldsOf('PaymentMethods.d.ts', 'PaymentMethod'),
  charge: fieldsOf('Charges.d.ts', 'Charge'),
  balance_transaction: fieldsOf('BalanceTransactions.d.ts', 'BalanceTransaction'),
  balance: fieldsOf('Balance.d.ts', 'Balance'),
  payout: fieldsOf('Payouts.d.ts', 'Payout'),
  refund: fieldsOf('Refunds.d.ts', 'Refund'),
  dispute: fieldsOf('Disputes.d.ts', 'Dispute'),
  customer: fieldsOf('Customers.d.ts', 'Customer'),
  account: fieldsOf('Accounts.d.ts', 'Account'),
  event: fieldsOf('Events.d.ts', 'EventBase'),
  item: fieldsOf('LineItems.d.ts', 'LineItem'),
  price: fieldsOf('Prices.d.ts', 'Price'),
};

/** Every object within `value` that says what it is, checked against the SDK; returns the kinds seen. */
function check(value: unknown, seen: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) check(item, seen);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  const members: Record<string, unknown> = { ...value };
  const kind = members.object;
  const contract = typeof kind === 'string' ? CONTRACT[kind] : undefined;
  if (contract !== undefined && members.deleted !== true) {
    const present = new Set(Object.keys(members));
    const missing = [...contract.required].filter((field) => !present.has(field));
    const unknown = [...present].filter((field) => !contract.known.has(field));
    assert.deepEqual({ kind, missing, unknown }, { kind, missing: [], unknown: [] });
    seen.add(String(kind));
  }
  for (const member of Object.values(members)) check(member, seen);
}

async function read(path: string): Promise<unknown> {
  const headers = { authorization: 'Bearer sk_test_freehold_sandbox' };
  const response = await fetch(`${sandbox.stripeUrl}${path}`, { headers });
  assert.equal(response.status, 200, path);
  return response.json();
}

describe('the contract with the SDK', () => {
  it('is pinned to the version the SDK speaks', () => {
    assert.equal(API_VERSION, Stripe.API_VERSION);
  });

  it('holds for every object in every state: nothing required is missing, nothing is made up', async () => {
    await stripe.customers.create({ email: 'a@example.com' });
    const open = await stripe.checkout.sessions.create(RENT);
    await submitPage(open, { ...VALID_CARD, number: '4000000000000002' });
    await submitPage(await stripe.checkout.sessions.create(RENT), VALID_CARD);
    await submitPage(await stripe.checkout.sessions.create(RENT), VALID_ACCOUNT);
    const disputed = await stripe.paymentIntents.create({
      amount: 9_000,
      currency: 'usd',
      payment_method: 'pm_card_createDispute',
      confirm: true,
    });
    const refunded = await stripe.paymentIntents.create({
      amount: 9_000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    await stripe.refunds.create({ payment_intent: refunded.id, amount: 100 });
    await control('POST', '/clock/advance', { days: 10 });
    assert.equal((await stripe.disputes.list({ payment_intent: disputed.id })).data.length, 1);

    const seen = new Set<string>();
    const lists = [
      '/v1/checkout/sessions?limit=100&expand[]=data.line_items',
      '/v1/payment_intents?limit=100&expand[]=data.payment_method',
      '/v1/charges?limit=100',
      '/v1/balance_transactions?limit=100',
      '/v1/payouts?limit=100',
      '/v1/refunds',
      '/v1/disputes',
      '/v1/customers',
      '/v1/events?limit=100',
    ];
    for (const path of [...lists, '/v1/balance', '/v1/account']) check(await read(path), seen);
    assert.deepEqual([...seen].sort(), Object.keys(CONTRACT).sort());
  });
});
