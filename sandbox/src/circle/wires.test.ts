import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { Circle } from '@circle-fin/circle-sdk';
import {
  circleClient,
  fundCircle,
  refusal,
  startCircleHarness,
  wireAccountRequest,
} from '../testing/circle-harness.ts';

const harness = await startCircleHarness();
const { circle, sandbox, control } = harness;

async function openAccount(): Promise<{ trackingRef: string; accountNumber: string; id: string }> {
  const created = (await circle.wires.createBusinessWireAccount(wireAccountRequest())).data.data;
  assert.equal(created?.status, 'pending');
  sandbox.advance(3);
  const id = String(created?.id);
  assert.equal((await circle.wires.getBusinessWireAccount(id)).data.data?.status, 'complete');
  const instructions = (await circle.wires.getBusinessWireAccountInstructions(id)).data.data;
  assert.equal(instructions?.trackingRef, created?.trackingRef);
  assert.match(String(created?.trackingRef), /^CIR[0-9A-Z]{7}$/);
  return {
    id,
    trackingRef: String(instructions?.trackingRef),
    accountNumber: String(instructions?.beneficiaryBank?.accountNumber),
  };
}

function wire(account: { trackingRef: string; accountNumber: string }, amount: string) {
  return circle.payments.createMockWirePayment({
    trackingRef: account.trackingRef,
    amount: { amount, currency: 'USD' },
    beneficiaryBank: { accountNumber: account.accountNumber },
  });
}

const balances = async () => (await circle.balances.listBusinessBalances()).data.data;

describe('a wire to Circle', () => {
  it('leaves the bank at once, arrives with the next batch and settles', async () => {
    const account = await openAccount();
    await control('POST', '/bank/deposits', { amount: '100000' });
    const sent = (await wire(account, '970.70')).data.data;
    assert.equal(sent?.status, 'pending');
    assert.match(JSON.stringify(await control('GET', '/bank')), /"balance":"2930"/);
    assert.equal((await circle.deposits.listBusinessDeposits()).data.data?.length, 0);
    sandbox.advance(15 * 60 + 5);
    const [deposit] = (await circle.deposits.listBusinessDeposits('wire')).data.data ?? [];
    assert.equal(deposit?.status, 'complete');
    assert.deepEqual(deposit?.amount, { amount: '970.70', currency: 'USD' });
    assert.equal((await balances())?.available[0]?.amount, '970.70');
    assert.equal((await balances())?.unsettled[0]?.amount, '0.00');
  });

  it('is refused, naming both amounts, when the bank lacks the money', async () => {
    const account = await openAccount();
    const { status, data } = await refusal(wire(account, '30.00'));
    assert.equal(status, 400);
    assert.match(JSON.stringify(data), /holds 2930 cents, the wire needs 3000 cents/);
  });

  it('is refused for an unknown reference, a wrong account or a fraction of a cent', async () => {
    const account = await openAccount();
    assert.equal((await refusal(wire({ ...account, trackingRef: 'CIR0000000' }, '1.00'))).status, 404);
    assert.equal((await refusal(wire({ ...account, accountNumber: '1' }, '1.00'))).status, 400);
    assert.equal((await refusal(wire(account, '1.001'))).status, 400);
    assert.equal((await refusal(wire(account, '-1.00'))).status, 400);
  });

  it('can be redeemed: a payout brings the money back to the bank', async () => {
    const account = await openAccount();
    await fundCircle(harness, '50.00');
    const before = JSON.stringify(await control('GET', '/bank?limit=1'));
    const payout = await circle.payouts.createBusinessPayout({
      idempotencyKey: randomUUID(),
      destination: { type: 'wire', id: account.id },
      amount: { amount: '50.00', currency: 'USD' },
    });
    assert.equal(payout.data.data?.status, 'pending');
    sandbox.advance(15 * 60 + 1);
    const done = await circle.payouts.getBusinessPayout(String(payout.data.data?.id));
    assert.equal(done.data.data?.status, 'complete');
    assert.notEqual(JSON.stringify(await control('GET', '/bank?limit=1')), before);
  });
});

describe('the Circle API', () => {
  it('answers ping and configuration', async () => {
    assert.equal((await circle.health.ping()).data.message, 'pong');
    assert.match(
      String((await circle.management.getAccountConfig()).data.data?.payments?.masterWalletId),
      /^\d+$/,
    );
  });

  it('refuses a wrong key with its code', async () => {
    const stranger = new Circle('SAND_API_KEY:some:body', sandbox.circleUrl);
    const { status, data } = await refusal(stranger.balances.listBusinessBalances());
    assert.equal(status, 401);
    assert.match(JSON.stringify(data), /"code":401/);
  });

  it('wants a UUID v4 as idempotency key and gives the first answer again for it', async () => {
    const bad = await refusal(circle.wires.createBusinessWireAccount(wireAccountRequest('not-a-uuid')));
    assert.equal(bad.status, 400);
    assert.match(JSON.stringify(bad.data), /idempotencyKey/);
    const request = wireAccountRequest();
    const first = await circle.wires.createBusinessWireAccount(request);
    const again = await circle.wires.createBusinessWireAccount(request);
    assert.equal(again.data.data?.id, first.data.data?.id);
    const other = { ...request, accountNumber: '999' };
    assert.equal((await refusal(circle.wires.createBusinessWireAccount(other))).status, 409);
  });

  it('survives lost answers: the retry with the same key has one effect', async () => {
    const count = async () => (await circle.wires.listBusinessWireAccounts()).data.data?.length ?? 0;
    for (const kind of ['error_before', 'error_after', 'reset_after']) {
      const before = await count();
      const request = wireAccountRequest();
      await control('POST', '/faults', { route: 'POST /v1/businessAccount/banks/wires', kind });
      await assert.rejects(circle.wires.createBusinessWireAccount(request));
      await circle.wires.createBusinessWireAccount(request);
      assert.equal(await count(), before + 1, kind);
    }
  });

  it('pages newest first', async () => {
    for (let index = 0; index < 5; index += 1) await fundCircle(harness, '1.00');
    const all = (await circle.deposits.listBusinessDeposits()).data.data ?? [];
    const first = (
      await circle.deposits.listBusinessDeposits(undefined, undefined, undefined, undefined, undefined, 2)
    ).data;
    assert.deepEqual(
      first.data?.map((deposit) => deposit.id),
      all.slice(0, 2).map((deposit) => deposit.id),
    );
    const cursor = String(all[1]?.id);
    const next = (
      await circle.deposits.listBusinessDeposits(undefined, undefined, undefined, undefined, cursor, 2)
    ).data;
    assert.deepEqual(
      next.data?.map((deposit) => deposit.id),
      all.slice(2, 4).map((deposit) => deposit.id),
    );
  });

  it('gives one deposit address per chain', async () => {
    const make = () =>
      circle.addresses.createBusinessDepositAddress({
        idempotencyKey: randomUUID(),
        currency: 'USD',
        chain: 'BASE',
      });
    assert.deepEqual((await make()).data, (await make()).data);
    assert.equal((await circle.addresses.getBusinessDepositAddress()).data.data?.length, 1);
  });

  it('refuses a transfer to an address it has not verified yet', async () => {
    const recipient = await circle.addresses.createBusinessRecipientAddress({
      idempotencyKey: randomUUID(),
      address: '0x00000000000000000000000000000000000f5ee1',
      chain: 'POLY',
      currency: 'USD',
      description: 'Treasury',
    });
    const transfer = circleClient(sandbox).transfers.createBusinessTransfer({
      idempotencyKey: randomUUID(),
      destination: { type: 'verified_blockchain', addressId: String(recipient.data.data?.id) },
      amount: { amount: '1.00', currency: 'USD' },
    });
    const { status, data } = await refusal(transfer);
    assert.equal(status, 400);
    assert.match(JSON.stringify(data), /pending_verification/);
  });
});
