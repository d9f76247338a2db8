import type Stripe from 'stripe';
import type { IntentRecord, PaymentMethodRecord } from '../records.ts';
import { presentPaymentMethod } from './customer-presenter.ts';

/** A payment intent, nothing expanded; `failed` is the method the last error is about. */
export function presentIntent(
  intent: IntentRecord,
  failed: PaymentMethodRecord | undefined,
): Stripe.PaymentIntent {
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: intent.allowedMethodTypes,
    amount: intent.amount,
    amount_capturable: 0,
    amount_received: intent.status === 'succeeded' ? intent.amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: intent.automaticMethods ? { allow_redirects: 'always', enabled: true } : null,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: 'automatic',
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: lastError(intent, failed),
    latest_charge: intent.latestCharge,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: intent.methodTypes,
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: intent.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function lastError(
  intent: IntentRecord,
  failed: PaymentMethodRecord | undefined,
): Stripe.PaymentIntent.LastPaymentError | null {
  const error = intent.lastError;
  if (error === null) return null;
  return {
    type: 'card_error',
    code: error.code,
    message: error.message,
    doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}`,
    ...(error.charge === null ? {} : { charge: error.charge }),
    ...(error.declineCode === null ? {} : { decline_code: error.declineCode }),
    ...(failed === undefined ? {} : { payment_method: presentPaymentMethod(failed) }),
  };
}
