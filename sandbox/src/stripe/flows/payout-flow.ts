import { DAY_MS, SECOND_MS, startOfDayMs } from '../../core/clock.ts';
import { stripeId } from '../../core/ids.ts';
import { MICROS_PER_CENT } from '../../core/ledger.ts';
import { toWireInteger } from '../../core/wire-integer.ts';
import type { StripeContext } from '../context.ts';
import { emit } from '../events.ts';
import { presentPayout } from '../presenters/money-presenter.ts';
import type { PayoutRecord } from '../records.ts';
import { recordTransaction } from './balance-flow.ts';

const TASK_DAILY = 'stripe.daily_payout';
const TASK_ARRIVAL = 'stripe.payout_arrival';
const PRIORITY_ARRIVAL = 2;
const PRIORITY_DAILY = 3;

export interface PayoutRequest {
  /** Cents; must be covered by the available balance. */
  readonly amount: number;
  readonly automatic: boolean;
  readonly metadata?: Record<string, string>;
  readonly description?: string | null;
  readonly statementDescriptor?: string | null;
}

/** Sends money towards the bank: it leaves the available balance now and arrives the next virtual day. */
export function createPayout(context: StripeContext, request: PayoutRequest): PayoutRecord {
  const { clock, ledger, schedule } = context.world;
  const id = stripeId('po');
  const arrivalMs = startOfDayMs(clock.nowMs()) + DAY_MS;
  const transaction = recordTransaction(context, {
    type: 'payout',
    reportingCategory: 'payout',
    amount: -request.amount,
    fee: 0,
    source: id,
    description: request.automatic ? 'STRIPE PAYOUT' : (request.description ?? null),
    availableInDays: 0,
    ...(request.automatic ? { payout: id } : {}),
  });
  const payout = context.payouts.insert({
    id,
    created: clock.now(),
    amount: request.amount,
    arrivalDate: Math.floor(arrivalMs / SECOND_MS),
    automatic: request.automatic,
    status: 'in_transit',
    balanceTransaction: transaction.id,
    failureBalanceTransaction: null,
    failureCode: null,
    failureMessage: null,
    description: request.description ?? (request.automatic ? 'STRIPE PAYOUT' : null),
    statementDescriptor: request.statementDescriptor ?? null,
    metadata: request.metadata ?? {},
    reconciled: false,
  });
  const amount = BigInt(request.amount) * MICROS_PER_CENT;
  ledger.move(
    `stripe:${id}:created`,
    `payout ${id} leaves Stripe`,
    'stripe:available',
    'stripe:in_transit',
    amount,
  );
  emit(context, 'payout.created', presentPayout({ ...payout, status: 'pending' }));
  emit(context, 'payout.updated', presentPayout(payout), { status: 'pending' });
  schedule.add({ name: TASK_ARRIVAL, payload: id, dueMs: arrivalMs, priority: PRIORITY_ARRIVAL });
  return payout;
}

/** Takes a payout back that has not arrived; its money is available again. */
export function cancelPayout(context: StripeContext, payout: PayoutRecord): PayoutRecord {
  return returnPayout(context, payout, {
    status: 'canceled',
    type: 'payout_cancel',
    code: null,
    message: null,
  });
}

/** The bank refuses a payout, even one already reported paid: the money goes back to Stripe. */
export function failPayout(
  context: StripeContext,
  payout: PayoutRecord,
  code: string,
  message: string,
): PayoutRecord {
  return returnPayout(context, payout, { status: 'failed', type: 'payout_failure', code, message });
}

interface PayoutReturn {
  readonly status: 'failed' | 'canceled';
  readonly type: 'payout_failure' | 'payout_cancel';
  readonly code: string | null;
  readonly message: string | null;
}

function returnPayout(context: StripeContext, payout: PayoutRecord, how: PayoutReturn): PayoutRecord {
  const from = payout.status === 'paid' ? 'bank:operating' : 'stripe:in_transit';
  const amount = BigInt(payout.amount) * MICROS_PER_CENT;
  context.world.ledger.move(
    `stripe:${payout.id}:${how.status}`,
    `payout ${payout.id} ${how.status}`,
    from,
    'stripe:available',
    amount,
  );
  const transaction = recordTransaction(context, {
    type: how.type,
    reportingCategory: 'payout_reversal',
    amount: payout.amount,
    fee: 0,
    source: payout.id,
    description: how.message,
    availableInDays: 0,
  });
  const updated = context.payouts.update({
    ...payout,
    status: how.status,
    failureBalanceTransaction: transaction.id,
    failureCode: how.code,
    failureMessage: how.message,
  });
  emit(context, `payout.${how.status}`, presentPayout(updated));
  return updated;
}

export function definePayoutTasks(context: StripeContext): void {
  const { schedule, clock, database } = context.world;
  schedule.define(TASK_DAILY, () => {
    scheduleDaily(context);
    payOutEverything(context);
  });
  schedule.define(TASK_ARRIVAL, (id) => arrive(context, context.payouts.get(id)));
  database.transaction(() => {
    if (!schedule.has(TASK_DAILY)) {
      schedule.add({
        name: TASK_DAILY,
        dueMs: startOfDayMs(clock.nowMs()) + DAY_MS,
        priority: PRIORITY_DAILY,
      });
    }
  });
}

function scheduleDaily(context: StripeContext): void {
  const { schedule, clock } = context.world;
  schedule.add({ name: TASK_DAILY, dueMs: startOfDayMs(clock.nowMs()) + DAY_MS, priority: PRIORITY_DAILY });
}

/**
 * The automatic payout of the day: the whole available balance. The transactions it is made of are marked with it,
 * and their net sums to its amount exactly.
 */
function payOutEverything(context: StripeContext): void {
  const carried = context.transactions.all({ status: 'available', payout: null });
  const amount = carried.reduce((total, transaction) => total + transaction.net, 0);
  const available = toWireInteger(context.world.ledger.balance('stripe:available') / MICROS_PER_CENT);
  if (amount !== available)
    throw new Error(`unpaid transactions sum to ${amount}, the available balance is ${available}`);
  if (amount <= 0) return;
  const payout = createPayout(context, { amount, automatic: true });
  for (const transaction of carried) context.transactions.update({ ...transaction, payout: payout.id });
}

function arrive(context: StripeContext, payout: PayoutRecord): void {
  if (payout.status !== 'in_transit') return;
  const amount = BigInt(payout.amount) * MICROS_PER_CENT;
  context.world.ledger.move(
    `stripe:${payout.id}:paid`,
    `payout ${payout.id} arrives in the bank`,
    'stripe:in_transit',
    'bank:operating',
    amount,
  );
  const paid = context.payouts.update({ ...payout, status: 'paid' });
  emit(context, 'payout.paid', presentPayout(paid), { status: 'in_transit' });
  if (!payout.automatic) return;
  const reconciled = context.payouts.update({ ...paid, reconciled: true });
  emit(context, 'payout.reconciliation_completed', presentPayout(reconciled));
}
