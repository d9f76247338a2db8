import { randomText } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { Refusal } from '../endpoint.ts';
import { invalidRequest, StripeProblem } from '../errors.ts';
import { emit } from '../events.ts';
import { showIntent } from '../presenters/present.ts';
import type { IntentRecord, PaymentMethodRecord } from '../records.ts';
import { attemptPayment } from './charge-flow.ts';

export type IntentRequest = Pick<
  IntentRecord,
  | 'amount'
  | 'currency'
  | 'customer'
  | 'description'
  | 'metadata'
  | 'methodTypes'
  | 'allowedMethodTypes'
  | 'automaticMethods'
  | 'setupFutureUsage'
  | 'statementDescriptorSuffix'
  | 'receiptEmail'
  | 'session'
>;

export function createIntent(context: StripeContext, request: IntentRequest): IntentRecord {
  const id = `pi_3${randomText(23)}`;
  const intent = context.intents.insert({
    ...request,
    id,
    created: context.world.clock.now(),
    paymentMethod: null,
    status: 'requires_payment_method',
    latestCharge: null,
    lastError: null,
    canceledAt: null,
    cancellationReason: null,
    clientSecret: `${id}_secret_${randomText(25)}`,
  });
  emit(context, 'payment_intent.created', showIntent(context, intent));
  return intent;
}

/** Confirms with `method`; a decline comes back as a Refusal that keeps its trace. */
export function confirmIntent(
  context: StripeContext,
  intent: IntentRecord,
  method: PaymentMethodRecord,
): IntentRecord | Refusal {
  if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_confirmation') {
    throw unexpectedState(context, intent, 'confirm');
  }
  if (!intent.methodTypes.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.methodTypes.join(', ')}.`,
      { param: 'payment_method' },
    );
  }
  const after = attemptPayment(context, intent, method);
  const error = after.lastError;
  if (error === null) return after;
  return new Refusal(
    new StripeProblem(402, {
      type: 'card_error',
      code: error.code,
      message: error.message,
      doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}`,
      ...(error.declineCode === null ? {} : { decline_code: error.declineCode }),
      ...(error.charge === null ? {} : { charge: error.charge }),
      payment_intent: showIntent(context, after),
    }),
  );
}

export function cancelIntent(
  context: StripeContext,
  intent: IntentRecord,
  reason: string | null,
): IntentRecord {
  if (intent.status === 'succeeded' || intent.status === 'canceled' || intent.status === 'processing') {
    throw unexpectedState(context, intent, 'cancel');
  }
  if (intent.session !== null) {
    throw invalidRequest(
      'You cannot cancel this PaymentIntent because it was created by Checkout. You may instead expire the Checkout Session.',
    );
  }
  const canceled = context.intents.update({
    ...intent,
    status: 'canceled',
    canceledAt: context.world.clock.now(),
    cancellationReason: reason,
  });
  emit(context, 'payment_intent.canceled', showIntent(context, canceled));
  return canceled;
}

function unexpectedState(context: StripeContext, intent: IntentRecord, verb: string): StripeProblem {
  return new StripeProblem(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    doc_url: 'https://stripe.com/docs/error-codes/payment-intent-unexpected-state',
    message: `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`,
    payment_intent: showIntent(context, intent),
  });
}
