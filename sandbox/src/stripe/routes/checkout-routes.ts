import { z } from 'zod';
import { randomText, stripeId } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { emit } from '../events.ts';
import {
  createdParam,
  currencyParam,
  flag,
  metadataParam,
  pageParams,
  urlParam,
  wholeNumber,
} from '../params.ts';
import { showSession } from '../presenters/present.ts';
import { presentLineItem } from '../presenters/session-presenter.ts';
import { type LineItem, type MethodType, methodTypeSchema, type SessionRecord } from '../records.ts';
import type { StripeRouter } from '../router.ts';
import { listOf, toQuery } from './lists.ts';

const MIN_EXPIRY_SECONDS = 30 * 60;
const MAX_EXPIRY_SECONDS = 24 * 60 * 60;
export const TASK_EXPIRE = 'stripe.session_expiry';

const lineItemParam = z.strictObject({
  quantity: wholeNumber.pipe(z.int().min(1)).default(1),
  price_data: z.strictObject({
    currency: currencyParam,
    unit_amount: wholeNumber.pipe(z.int().min(0)),
    product_data: z.strictObject({
      name: z.string().min(1),
      description: z.string().optional(),
      metadata: metadataParam.optional(),
      images: z.array(z.string()).optional(),
      tax_code: z.string().optional(),
    }),
    tax_behavior: z.string().optional(),
  }),
});

const createSchema = z.strictObject({
  mode: z.literal('payment'),
  ui_mode: z.literal('hosted_page').optional(),
  line_items: z.array(lineItemParam).min(1).max(100),
  success_url: urlParam,
  cancel_url: urlParam.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer: z.string().optional(),
  customer_email: z.email().optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  expires_at: wholeNumber.optional(),
  metadata: metadataParam.optional(),
  locale: z.string().optional(),
  submit_type: z.string().optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  allow_promotion_codes: flag.optional(),
  allowed_payment_method_types: z.array(z.string()).optional(),
  excluded_payment_method_types: z.array(z.string()).optional(),
  payment_method_options: z.record(z.string(), z.unknown()).optional(),
  payment_intent_data: z
    .strictObject({
      metadata: metadataParam.optional(),
      description: z.string().optional(),
      setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
      statement_descriptor_suffix: z.string().max(22).optional(),
      receipt_email: z.email().optional(),
      capture_method: z.enum(['automatic', 'automatic_async']).optional(),
      transfer_group: z.string().optional(),
    })
    .optional(),
});
type CreateInput = z.infer<typeof createSchema>;

const listSchema = z.strictObject({
  ...pageParams,
  created: createdParam,
  payment_intent: z.string().optional(),
  customer: z.string().optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
});

export function checkoutRoutes(context: StripeContext, router: StripeRouter): void {
  context.world.schedule.define(TASK_EXPIRE, (id) => {
    const session = context.sessions.get(id);
    if (session.status === 'open') expireSession(context, session);
  });
  router.post('/v1/checkout/sessions', createSchema, (input) =>
    showSession(context, createSession(context, input)),
  );
  router.get('/v1/checkout/sessions', listSchema, (input) => {
    const where = { paymentIntent: input.payment_intent, customer: input.customer, status: input.status };
    return listOf(context.sessions.list(toQuery(input, where)), '/v1/checkout/sessions', (session) =>
      showSession(context, session),
    );
  });
  router.get('/v1/checkout/sessions/:id', z.strictObject({}), (_, id) =>
    showSession(context, findSession(context, id)),
  );
  router.get('/v1/checkout/sessions/:id/line_items', z.strictObject({ ...pageParams }), (_, id) => {
    const session = findSession(context, id);
    const data = session.lineItems.map((item) => presentLineItem(item, session));
    return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
  });
  router.post('/v1/checkout/sessions/:id/expire', z.strictObject({}), (_, id) => {
    const session = findSession(context, id);
    if (session.status !== 'open') {
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      );
    }
    return showSession(context, expireSession(context, session));
  });
}

export function findSession(context: StripeContext, id: string): SessionRecord {
  const session = context.sessions.find(id);
  if (session === undefined) throw notFound('checkout.session', id, 'session');
  return session;
}

function expireSession(context: StripeContext, session: SessionRecord): SessionRecord {
  const expired = context.sessions.update({ ...session, status: 'expired' });
  emit(context, 'checkout.session.expired', showSession(context, expired));
  return expired;
}

function createSession(context: StripeContext, input: CreateInput): SessionRecord {
  const now = context.world.clock.now();
  const expiresAt = expiryOf(input, now);
  if (input.customer !== undefined && context.customers.find(input.customer)?.deleted !== false) {
    throw notFound('customer', input.customer, 'customer');
  }
  const lineItems = input.line_items.map(toLineItem);
  const amountTotal = lineItems.reduce((sum, item) => sum + item.unitAmount * item.quantity, 0);
  if (amountTotal < 50) {
    throw invalidRequest("The Checkout Session's total amount due must add up to at least $0.50 usd", {
      code: 'amount_too_small',
    });
  }
  const intentData = input.payment_intent_data ?? {};
  const session = context.sessions.insert({
    id: `cs_test_${randomText(58)}`,
    created: now,
    amountTotal,
    currency: 'usd',
    customer: input.customer ?? null,
    customerEmail: input.customer_email ?? emailOf(context, input.customer),
    clientReferenceId: input.client_reference_id ?? null,
    successUrl: input.success_url,
    cancelUrl: input.cancel_url ?? null,
    expiresAt,
    lineItems,
    metadata: input.metadata ?? {},
    methodTypes: chooseMethodTypes(input.allowed_payment_method_types, input.excluded_payment_method_types),
    allowedMethodTypes: input.allowed_payment_method_types ?? null,
    intentMetadata: intentData.metadata ?? {},
    intentDescription: intentData.description ?? null,
    setupFutureUsage: intentData.setup_future_usage ?? null,
    statementDescriptorSuffix: intentData.statement_descriptor_suffix ?? null,
    receiptEmail: intentData.receipt_email ?? null,
    paymentIntent: null,
    paymentStatus: 'unpaid',
    status: 'open',
    payerName: null,
    payerEmail: null,
  });
  context.world.schedule.add({ name: TASK_EXPIRE, payload: session.id, dueMs: expiresAt * 1_000 });
  return session;
}

function expiryOf(input: CreateInput, now: number): number {
  const expiresAt = input.expires_at ?? now + MAX_EXPIRY_SECONDS;
  if (expiresAt >= now + MIN_EXPIRY_SECONDS - 5 && expiresAt <= now + MAX_EXPIRY_SECONDS + 5)
    return expiresAt;
  throw invalidRequest(
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
    { param: 'expires_at' },
  );
}

function emailOf(context: StripeContext, customer: string | undefined): string | null {
  return customer === undefined ? null : (context.customers.find(customer)?.email ?? null);
}

function toLineItem(item: z.infer<typeof lineItemParam>): LineItem {
  return {
    id: stripeId('li'),
    name: item.price_data.product_data.name,
    description: item.price_data.product_data.description ?? null,
    unitAmount: item.price_data.unit_amount,
    quantity: item.quantity,
    priceId: stripeId('price'),
    productId: stripeId('prod'),
  };
}

/** The methods this account has switched on, narrowed by what the caller allows and excludes. */
export function chooseMethodTypes(
  allowed: readonly string[] | undefined,
  excluded: readonly string[] = [],
): MethodType[] {
  const enabled = methodTypeSchema.options.filter((type) => !excluded.includes(type));
  const chosen = allowed === undefined ? enabled : enabled.filter((type) => allowed.includes(type));
  if (chosen.length === 0) {
    throw invalidRequest('No valid payment method types for this Checkout Session.', {
      param: 'allowed_payment_method_types',
    });
  }
  return chosen;
}
