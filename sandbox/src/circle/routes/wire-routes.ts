import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BankRefusal, sendWire } from '../../core/bank.ts';
import { SECOND_MS } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { MICROS_PER_CENT } from '../../core/ledger.ts';
import { type CircleContext, freshRecord } from '../context.ts';
import { type CircleRouter, idempotencyKeyParam } from '../endpoint.ts';
import { invalidEntity, notFound } from '../errors.ts';
import { moneySchema, toMicros, toMoney } from '../money.ts';
import { notify } from '../notifications/notify.ts';
import { pageParams, toQuery } from '../paging.ts';
import { presentDeposit, presentWireAccount } from '../presenters.ts';
import { bankAddressSchema, billingSchema, type WireAccountRecord } from '../records.ts';

const TASK_ACCOUNT = 'circle.wire_account';
const TASK_BATCH = 'circle.wire_batch';
const TASK_SETTLE = 'circle.deposit_settle';
const ACCOUNT_MS = 2 * SECOND_MS;
const BATCH_MS = 15 * 60 * SECOND_MS;
const SETTLE_MS = 2 * SECOND_MS;

const accountParams = z.object({
  idempotencyKey: idempotencyKeyParam,
  accountNumber: z.string().optional(),
  routingNumber: z.string().optional(),
  iban: z.string().optional(),
  billingDetails: billingSchema,
  bankAddress: bankAddressSchema,
});
const mockWireParams = z.object({
  /** Not Circle's, but honoured when given: the mock has no other protection against a repeated call. */
  idempotencyKey: idempotencyKeyParam.optional(),
  trackingRef: z.string(),
  amount: moneySchema,
  beneficiaryBank: z.object({ accountNumber: z.string() }),
});
const nothing = z.object({});

export function wireRoutes(context: CircleContext, router: CircleRouter): void {
  defineWireTasks(context);
  const wires = '/v1/businessAccount/banks/wires';
  router.post(wires, {
    params: accountParams,
    work: ({ input }) => ({ data: presentWireAccount(createAccount(context, input)) }),
  });
  router.get(wires, {
    params: nothing,
    work: () => ({ data: context.wireAccounts.all().reverse().map(presentWireAccount) }),
  });
  router.get(`${wires}/:id`, {
    params: nothing,
    work: ({ id }) => ({ data: presentWireAccount(findAccount(context, id)) }),
  });
  router.get(`${wires}/:id/instructions`, {
    params: z.object({ currency: z.string().optional() }),
    work: ({ id }) => ({ data: instructions(findAccount(context, id)) }),
  });
  router.post('/v1/mocks/payments/wire', {
    params: mockWireParams,
    work: ({ input }) => ({ data: mockWire(context, input) }),
  });
  router.get('/v1/businessAccount/deposits', {
    params: z.object({ ...pageParams, type: z.enum(['wire', 'cbit', 'blockchain']).optional() }),
    work: ({ input }) => {
      if (input.type !== undefined && input.type !== 'wire') return { data: [] };
      return { data: context.deposits.list(toQuery(input)).data.map(presentDeposit) };
    },
  });
}

export function findAccount(context: CircleContext, id: string): WireAccountRecord {
  const account = context.wireAccounts.find(id);
  if (account === undefined) throw notFound('Wire account', id);
  return account;
}

function createAccount(context: CircleContext, input: z.infer<typeof accountParams>): WireAccountRecord {
  const number = input.iban ?? input.accountNumber;
  if (number === undefined) throw invalidEntity('API parameter invalid: accountNumber or iban is required');
  const { schedule, clock } = context.world;
  const fingerprint = createHash('sha256')
    .update(`${input.routingNumber ?? ''}:${number}`)
    .digest('hex');
  const account = context.wireAccounts.insert({
    ...freshRecord(context.world),
    status: 'pending',
    description: `${input.bankAddress.bankName ?? 'BANK'} ****${number.slice(-4)}`,
    trackingRef: `CIR${randomText(7).toUpperCase()}`,
    fingerprint,
    virtualAccount: `12${String(Number.parseInt(fingerprint.slice(0, 12), 16))
      .padStart(15, '0')
      .slice(-12)}`,
    billingDetails: input.billingDetails,
    bankAddress: input.bankAddress,
  });
  schedule.add({ name: TASK_ACCOUNT, payload: account.id, dueMs: clock.nowMs() + ACCOUNT_MS });
  return account;
}

function instructions(account: WireAccountRecord): object {
  return {
    trackingRef: account.trackingRef,
    beneficiary: {
      name: 'CIRCLE INTERNET FINANCIAL INC',
      address1: '99 HIGH STREET',
      address2: 'BOSTON, MA 02110',
    },
    virtualAccountEnabled: true,
    beneficiaryBank: {
      name: 'SANDBOX CIRCLE BANK',
      swiftCode: 'CIRCUS33XXX',
      routingNumber: '999999999',
      accountNumber: account.virtualAccount,
      currency: 'USD',
      address: '1 MONEY STREET',
      city: 'NEW YORK',
      postalCode: '10001',
      country: 'US',
    },
  };
}

/** The company's bank sends money to Circle. It leaves the bank now and is credited with the next batch. */
function mockWire(context: CircleContext, input: z.infer<typeof mockWireParams>): object {
  const { clock, schedule } = context.world;
  const account = context.wireAccounts.all({ trackingRef: input.trackingRef })[0];
  if (account === undefined) throw notFound('Wire account with tracking reference', input.trackingRef);
  if (account.status !== 'complete')
    throw invalidEntity(`The wire account is ${account.status}; it must be complete.`);
  if (input.beneficiaryBank.accountNumber !== account.virtualAccount) {
    throw invalidEntity('beneficiaryBank.accountNumber is not the account of the wire instructions.');
  }
  const amount = toMicros(input.amount.amount);
  if (amount === 0n || amount % MICROS_PER_CENT !== 0n)
    throw invalidEntity('A wire is a positive number of whole cents.');
  const wire = context.incomingWires.insert({
    ...freshRecord(context.world),
    wireAccount: account.id,
    amount: String(amount),
    status: 'pending',
  });
  try {
    sendWire(context.world, {
      id: wire.id,
      cents: amount / MICROS_PER_CENT,
      description: `Wire to Circle, reference ${account.trackingRef}`,
    });
  } catch (error) {
    if (error instanceof BankRefusal) throw invalidEntity(error.message);
    throw error;
  }
  const dueMs = Math.floor(clock.nowMs() / BATCH_MS + 1) * BATCH_MS;
  schedule.add({ name: TASK_BATCH, payload: wire.id, dueMs });
  return {
    id: wire.id,
    trackingRef: account.trackingRef,
    amount: toMoney(amount),
    beneficiaryBank: input.beneficiaryBank,
    status: 'pending',
  };
}

function defineWireTasks(context: CircleContext): void {
  const { schedule, ledger, clock } = context.world;
  schedule.define(TASK_ACCOUNT, (id) => {
    const account = context.wireAccounts.get(id);
    const complete = context.wireAccounts.update({ ...account, status: 'complete', updateDate: clock.iso() });
    notify(context, 'wire', presentWireAccount(complete));
  });
  schedule.define(TASK_BATCH, (id) => {
    const wire = context.incomingWires.update({
      ...context.incomingWires.get(id),
      status: 'processed',
      updateDate: clock.iso(),
    });
    const deposit = context.deposits.insert({
      ...freshRecord(context.world),
      incomingWire: wire.id,
      amount: wire.amount,
      status: 'pending',
    });
    ledger.move(
      `circle:wire:${id}`,
      `wire ${id} reaches Circle`,
      'circle:wire_in_transit',
      'circle:unsettled',
      BigInt(wire.amount),
    );
    notify(context, 'deposits', presentDeposit(deposit));
    schedule.add({ name: TASK_SETTLE, payload: deposit.id, dueMs: clock.nowMs() + SETTLE_MS });
  });
  schedule.define(TASK_SETTLE, (id) => {
    const deposit = context.deposits.update({
      ...context.deposits.get(id),
      status: 'complete',
      updateDate: clock.iso(),
    });
    ledger.move(
      `circle:deposit:${id}`,
      `deposit ${id} settles`,
      'circle:unsettled',
      'circle:available',
      BigInt(deposit.amount),
    );
    notify(context, 'deposits', presentDeposit(deposit));
  });
}
