import { z } from 'zod';
import type { StripeContext } from '../context.ts';
import { Refusal } from '../endpoint.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { cancelIntent, confirmIntent, createIntent } from '../flows/payment-intent-flow.ts';
import { resolveMethod } from '../flows/payment-method-flow.ts';
import { createdParam, currencyParam, flag, metadataParam, pageParams, wholeNumber } from '../params.ts';
import { showIntent } from '../presenters/present.ts';
import type { IntentRecord } from '../records.ts';
import type { StripeRouter } from '../router.ts';
import { chooseMethodTypes } from './checkout-routes.ts';
import { mergeMetadata } from './customer-routes.ts';
import { listOf, toQuery } from './lists.ts';

const createSchema = z.strictObject({
  amount: wholeNumber.pipe(z.int().min(50, 'Amount must be at least $0.50 usd').max(99_999_999)),
  currency: currencyParam,
  customer: z.string().optional(),
  description: z.string().optional(),
  metadata: metadataParam.optional(),
  payment_method: z.string().optional(),
  confirm: flag.optional(),
  off_session: flag.optional(),
  error_on_requires_action: flag.optional(),
  return_url: z.string().optional(),
  receipt_email: z.string().optional(),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  allowed_payment_method_types: z.array(z.string()).optional(),
  excluded_payment_method_types: z.array(z.string()).optional(),
  mandate_data: z.record(z.string(), z.unknown()).optional(),
  payment_method_options: z.record(z.string(), z.unknown()).optional(),
});
const updateSchema = z.strictObject({
  description: z.string().optional(),
  metadata: metadataParam.optional(),
  receipt_email: z.string().optional(),
});
const confirmSchema = z.strictObject({
  payment_method: z.string().optional(),
  off_session: flag.optional(),
  return_url: z.string().optional(),
  mandate_data: z.record(z.string(), z.unknown()).optional(),
  error_on_requires_action: flag.optional(),
});
const cancelSchema = z.strictObject({
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
});
const listSchema = z.strictObject({ ...pageParams, created: createdParam, customer: z.string().optional() });

export function paymentIntentRoutes(context: StripeContext, router: StripeRouter): void {
  const show = (result: IntentRecord | Refusal) =>
    result instanceof Refusal ? result : showIntent(context, result);
  router.post('/v1/payment_intents', createSchema, (input) => show(create(context, input)));
  router.get('/v1/payment_intents', listSchema, (input) =>
    listOf(context.intents.list(toQuery(input, { customer: input.customer })), '/v1/payment_intents', show),
  );
  router.get('/v1/payment_intents/:id', z.strictObject({ client_secret: z.string().optional() }), (_, id) =>
    show(findIntent(context, id)),
  );
  router.post('/v1/payment_intents/:id', updateSchema, (input, id) => {
    const intent = findIntent(context, id);
    return show(
      context.intents.update({
        ...intent,
        description: input.description ?? intent.description,
        receiptEmail: input.receipt_email ?? intent.receiptEmail,
        metadata: mergeMetadata(intent.metadata, input.metadata),
      }),
    );
  });
  router.post('/v1/payment_intents/:id/confirm', confirmSchema, (input, id) => {
    const intent = findIntent(context, id);
    return show(confirmWith(context, intent, input.payment_method ?? intent.paymentMethod));
  });
  router.post('/v1/payment_intents/:id/cancel', cancelSchema, (input, id) =>
    show(cancelIntent(context, findIntent(context, id), input.cancellation_reason ?? null)),
  );
}

export function findIntent(context: StripeContext, id: string): IntentRecord {
  const intent = context.intents.find(id);
  if (intent === undefined) throw notFound('payment_intent', id, 'intent');
  return intent;
}

function create(context: StripeContext, input: z.infer<typeof createSchema>): IntentRecord | Refusal {
  if (input.customer !== undefined && context.customers.find(input.customer) === undefined) {
    throw notFound('customer', input.customer, 'customer');
  }
  if (input.off_session === true && input.confirm !== true) {
    throw invalidRequest('`off_session` can only be used with `confirm=true`.', { param: 'off_session' });
  }
  const intent = createIntent(context, {
    amount: input.amount,
    currency: input.currency,
    customer: input.customer ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    methodTypes: chooseMethodTypes(input.allowed_payment_method_types, input.excluded_payment_method_types),
    allowedMethodTypes: input.allowed_payment_method_types ?? null,
    automaticMethods: input.allowed_payment_method_types === undefined,
    setupFutureUsage: input.setup_future_usage ?? null,
    statementDescriptorSuffix: input.statement_descriptor_suffix ?? null,
    receiptEmail: input.receipt_email ?? null,
    session: null,
  });
  if (input.confirm === true) return confirmWith(context, intent, input.payment_method ?? null);
  if (input.payment_method === undefined) return intent;
  const method = resolveMethod(context, input.payment_method, intent.customer);
  return context.intents.update({ ...intent, paymentMethod: method.id, status: 'requires_confirmation' });
}

function confirmWith(
  context: StripeContext,
  intent: IntentRecord,
  method: string | null,
): IntentRecord | Refusal {
  if (method === null) {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: 'payment_intent_unexpected_state' },
    );
  }
  return confirmIntent(context, intent, resolveMethod(context, method, intent.customer));
}
