import { addBusinessDaysMs, DAY_MS } from '../../core/clock.ts';
import { stripeId } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { emit } from '../events.ts';
import { processingFee } from '../fees.ts';
import { showCharge, showIntent, showSession } from '../presenters/present.ts';
import type { ChargeRecord, IntentRecord, PaymentMethodRecord } from '../records.ts';
import { type Behaviour, behaviourOf } from '../test-instruments.ts';
import { recordTransaction } from './balance-flow.ts';
import { openDispute } from './dispute-flow.ts';

const TASK_ACH = 'stripe.ach_settlement';
const TASK_DISPUTE = 'stripe.dispute';
const ACH_SUCCESS_BUSINESS_DAYS = 4;
const ACH_FAILURE_BUSINESS_DAYS = 2;
const CARD_AVAILABLE_DAYS = 2;
const ACH_AVAILABLE_DAYS = 1;

type Failure = Extract<Behaviour, { kind: 'fail' }>;

/**
 * Asks the network for the money of `intent`. Cards answer at once, bank debits go to `processing` and answer in
 * business days. The intent's new state is in the answer; a decline is a state, not an exception.
 */
export function attemptPayment(
  context: StripeContext,
  intent: IntentRecord,
  method: PaymentMethodRecord,
): IntentRecord {
  const behaviour = behaviourOf(method.behaviour);
  if (method.type === 'us_bank_account') return startDebit(context, intent, method);
  if (behaviour.kind === 'fail') return decline(context, intent, method, behaviour);
  const charge = createCharge(context, intent, method, 'pending');
  const paid = settle(context, intent, charge);
  if (behaviour.kind === 'succeed_then_dispute') scheduleDispute(context, charge.id);
  return paid;
}

export function defineChargeTasks(context: StripeContext): void {
  context.world.schedule.define(TASK_ACH, (id) => answerDebit(context, context.charges.get(id)));
  context.world.schedule.define(TASK_DISPUTE, (id) => {
    openDispute(context, context.charges.get(id), 'fraudulent');
  });
}

function createCharge(
  context: StripeContext,
  intent: IntentRecord,
  method: PaymentMethodRecord,
  status: ChargeRecord['status'],
): ChargeRecord {
  return context.charges.insert({
    id: stripeId(method.type === 'card' ? 'ch' : 'py'),
    created: context.world.clock.now(),
    amount: intent.amount,
    amountRefunded: 0,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    metadata: intent.metadata,
    intent: intent.id,
    paymentMethod: method.id,
    status,
    balanceTransaction: null,
    failureBalanceTransaction: null,
    failureCode: null,
    failureMessage: null,
    declineCode: null,
    disputed: false,
    receiptEmail: intent.receiptEmail,
    statementDescriptorSuffix: intent.statementDescriptorSuffix,
  });
}

/** The money is there: charge and intent succeed, the balance transaction is written, the session learns of it. */
function settle(context: StripeContext, intent: IntentRecord, charge: ChargeRecord): IntentRecord {
  const method = context.paymentMethods.get(charge.paymentMethod);
  const isCard = method.type === 'card';
  const transaction = recordTransaction(context, {
    type: isCard ? 'charge' : 'payment',
    reportingCategory: 'charge',
    amount: charge.amount,
    fee: processingFee(method.type, charge.amount),
    feeDescription: 'Stripe processing fees',
    source: charge.id,
    description: charge.description,
    availableInDays: isCard ? CARD_AVAILABLE_DAYS : ACH_AVAILABLE_DAYS,
  });
  const paidCharge = context.charges.update({
    ...charge,
    status: 'succeeded',
    balanceTransaction: transaction.id,
  });
  const paidIntent = context.intents.update({
    ...intent,
    status: 'succeeded',
    latestCharge: charge.id,
    paymentMethod: method.id,
    lastError: null,
  });
  if (isCard) announceCompletion(context, paidIntent, 'paid');
  emit(context, 'charge.succeeded', showCharge(context, paidCharge));
  emit(context, 'payment_intent.succeeded', showIntent(context, paidIntent));
  if (!isCard) announceAsync(context, paidIntent, 'succeeded');
  return paidIntent;
}

function decline(
  context: StripeContext,
  intent: IntentRecord,
  method: PaymentMethodRecord,
  failure: Failure,
): IntentRecord {
  return fail(context, intent, createCharge(context, intent, method, 'pending'), failure);
}

function fail(
  context: StripeContext,
  intent: IntentRecord,
  charge: ChargeRecord,
  failure: Failure,
): IntentRecord {
  const failedCharge = context.charges.update({
    ...charge,
    status: 'failed',
    failureCode: failure.code,
    failureMessage: failure.message,
    declineCode: failure.declineCode,
  });
  const failedIntent = context.intents.update({
    ...intent,
    status: 'requires_payment_method',
    paymentMethod: null,
    latestCharge: charge.id,
    lastError: {
      code: failure.code,
      declineCode: failure.declineCode,
      message: failure.message,
      charge: charge.id,
    },
  });
  emit(context, 'charge.failed', showCharge(context, failedCharge));
  emit(context, 'payment_intent.payment_failed', showIntent(context, failedIntent));
  return failedIntent;
}

function startDebit(context: StripeContext, intent: IntentRecord, method: PaymentMethodRecord): IntentRecord {
  const { clock, schedule } = context.world;
  const behaviour = behaviourOf(method.behaviour);
  const charge = createCharge(context, intent, method, 'pending');
  const processing = context.intents.update({
    ...intent,
    status: 'processing',
    paymentMethod: method.id,
    latestCharge: charge.id,
    lastError: null,
  });
  announceCompletion(context, processing, 'unpaid');
  emit(context, 'payment_intent.processing', showIntent(context, processing));
  emit(context, 'charge.pending', showCharge(context, charge));
  if (behaviour.kind !== 'processing_forever') {
    const days = behaviour.kind === 'fail' ? ACH_FAILURE_BUSINESS_DAYS : ACH_SUCCESS_BUSINESS_DAYS;
    schedule.add({ name: TASK_ACH, payload: charge.id, dueMs: addBusinessDaysMs(clock.nowMs(), days) });
  }
  return processing;
}

function answerDebit(context: StripeContext, charge: ChargeRecord): void {
  const intent = context.intents.get(charge.intent);
  const behaviour = behaviourOf(context.paymentMethods.get(charge.paymentMethod).behaviour);
  if (behaviour.kind === 'fail') {
    announceAsync(context, fail(context, intent, charge, behaviour), 'failed');
    return;
  }
  settle(context, intent, charge);
  if (behaviour.kind === 'succeed_then_dispute') scheduleDispute(context, charge.id);
}

function scheduleDispute(context: StripeContext, charge: string): void {
  const { clock, schedule } = context.world;
  schedule.add({ name: TASK_DISPUTE, payload: charge, dueMs: clock.nowMs() + DAY_MS });
}

/** The payer is through with the hosted page: paid by card, or a debit under way. */
function announceCompletion(
  context: StripeContext,
  intent: IntentRecord,
  paymentStatus: 'paid' | 'unpaid',
): void {
  if (intent.session === null) return;
  const session = context.sessions.update({
    ...context.sessions.get(intent.session),
    status: 'complete',
    paymentStatus,
  });
  emit(context, 'checkout.session.completed', showSession(context, session));
}

function announceAsync(context: StripeContext, intent: IntentRecord, outcome: 'succeeded' | 'failed'): void {
  if (intent.session === null) return;
  const session = context.sessions.get(intent.session);
  const updated =
    outcome === 'succeeded' ? context.sessions.update({ ...session, paymentStatus: 'paid' }) : session;
  emit(context, `checkout.session.async_payment_${outcome}`, showSession(context, updated));
}
