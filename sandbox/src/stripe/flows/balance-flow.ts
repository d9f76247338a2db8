import type Stripe from 'stripe';
import { DAY_MS, SECOND_MS, startOfDayMs } from '../../core/clock.ts';
import { stripeId } from '../../core/ids.ts';
import { MICROS_PER_CENT } from '../../core/ledger.ts';
import { toWireInteger } from '../../core/wire-integer.ts';
import type { StripeContext } from '../context.ts';
import { emit } from '../events.ts';
import type { BalanceTransactionRecord } from '../records.ts';

const TASK_AVAILABLE = 'stripe.funds_available';
/** Funds become available before the day's payouts are cut. */
export const PRIORITY_AVAILABLE = 1;

export interface TransactionRequest {
  readonly type: BalanceTransactionRecord['type'];
  readonly reportingCategory: string;
  readonly amount: number;
  readonly fee: number;
  readonly feeDescription?: string;
  readonly source: string;
  readonly description: string | null;
  /** Whole virtual days until the money counts as available; 0 means at once. */
  readonly availableInDays: number;
  readonly payout?: string;
}

/**
 * Writes a balance transaction. Payout transactions book their own journal entry; everything else moves between the
 * payers and Stripe's pending or available balance here.
 */
export function recordTransaction(
  context: StripeContext,
  request: TransactionRequest,
): BalanceTransactionRecord {
  const { clock, schedule } = context.world;
  const availableMs =
    request.availableInDays === 0
      ? clock.nowMs()
      : startOfDayMs(clock.nowMs()) + request.availableInDays * DAY_MS;
  const transaction = context.transactions.insert({
    id: stripeId('txn'),
    created: clock.now(),
    type: request.type,
    reportingCategory: request.reportingCategory,
    amount: request.amount,
    fee: request.fee,
    net: request.amount - request.fee,
    feeDescription: request.feeDescription ?? null,
    source: request.source,
    description: request.description,
    availableOn: Math.floor(availableMs / SECOND_MS),
    status: request.availableInDays === 0 ? 'available' : 'pending',
    payout: request.payout ?? null,
  });
  bookPayerTransaction(context, transaction);
  if (transaction.status === 'pending') {
    const payload = String(transaction.availableOn);
    if (!schedule.has(TASK_AVAILABLE, payload)) {
      schedule.add({ name: TASK_AVAILABLE, payload, dueMs: availableMs, priority: PRIORITY_AVAILABLE });
    }
  }
  return transaction;
}

function bookPayerTransaction(context: StripeContext, transaction: BalanceTransactionRecord): void {
  if (transaction.type.startsWith('payout')) return;
  const balance = transaction.status === 'pending' ? 'stripe:pending' : 'stripe:available';
  context.world.ledger.post({
    key: `stripe:${transaction.id}`,
    description: `${transaction.type} ${transaction.source}`,
    postings: [
      ['world:payers', -BigInt(transaction.amount) * MICROS_PER_CENT],
      ['stripe:fees', BigInt(transaction.fee) * MICROS_PER_CENT],
      [balance, BigInt(transaction.net) * MICROS_PER_CENT],
    ],
  });
}

/** Net cents per state, over every balance transaction. */
export function stripeBalance(context: StripeContext): { available: number; pending: number } {
  const { ledger } = context.world;
  return {
    available: toWireInteger(ledger.balance('stripe:available') / MICROS_PER_CENT),
    pending: toWireInteger(ledger.balance('stripe:pending') / MICROS_PER_CENT),
  };
}

export function presentBalance(context: StripeContext): Stripe.Balance {
  const { available, pending } = stripeBalance(context);
  return {
    object: 'balance',
    available: [{ amount: available, currency: 'usd', source_types: { card: available } }],
    livemode: false,
    pending: [{ amount: pending, currency: 'usd', source_types: { card: pending } }],
  };
}

export function defineBalanceTasks(context: StripeContext): void {
  context.world.schedule.define(TASK_AVAILABLE, () => releasePending(context));
}

function releasePending(context: StripeContext): void {
  const now = context.world.clock.now();
  const due = context.transactions
    .all({ status: 'pending' })
    .filter((transaction) => transaction.availableOn <= now);
  for (const transaction of due) {
    context.transactions.update({ ...transaction, status: 'available' });
    context.world.ledger.move(
      `stripe:available:${transaction.id}`,
      `${transaction.id} becomes available`,
      'stripe:pending',
      'stripe:available',
      BigInt(transaction.net) * MICROS_PER_CENT,
    );
  }
  if (due.length > 0) emit(context, 'balance.available', presentBalance(context));
}
