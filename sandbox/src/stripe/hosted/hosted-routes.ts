import { randomBytes } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { documentHeaders, documentOf, type Markup } from '../../core/html.ts';
import type { StripeContext } from '../context.ts';
import { parseForm } from '../endpoint.ts';
import { attemptPayment } from '../flows/charge-flow.ts';
import { createIntent } from '../flows/payment-intent-flow.ts';
import { createMethod } from '../flows/payment-method-flow.ts';
import type { IntentRecord, MethodType, SessionRecord } from '../records.ts';
import { type Instrument, instrumentByNumber, TEST_ROUTING_NUMBER } from '../test-instruments.ts';
import { closedPage, MERCHANT, type PageState, payPage } from './hosted-page.ts';
import { HOSTED_SCRIPT, HOSTED_STYLES } from './hosted-styles.ts';

const formSchema = z.object({
  method: z.enum(['card', 'us_bank_account']).optional(),
  email: z.string().trim().default(''),
  name: z.string().trim().default(''),
  number: z.string().default(''),
  expiry: z.string().default(''),
  cvc: z.string().default(''),
  routingNumber: z.string().default(''),
  accountNumber: z.string().default(''),
});
type PayForm = z.infer<typeof formSchema>;

/** What the payer typed, understood; or what is wrong with it. */
type Reading =
  | { readonly instrument: Instrument; readonly expiry: { month: number; year: number } }
  | { readonly error: string };

/** What the payer's browser gets: a page or somewhere else to go. */
type Outcome = { readonly status: number; readonly page: Markup } | { readonly redirect: string };

export function hostedRoutes(app: Express, context: StripeContext): void {
  const serve = (id: string, response: Response, open: (session: SessionRecord) => Outcome) => {
    const session = context.sessions.find(id);
    const outcome = session?.status === 'open' ? open(session) : closed(session);
    if ('redirect' in outcome) response.redirect(303, outcome.redirect);
    else show(response, outcome, session);
  };
  app.get('/c/pay/:id', (request, response) => {
    serve(request.params.id, response, (session) => ({
      status: 200,
      page: payPage(session, freshState(session)),
    }));
  });
  app.post('/c/pay/:id', (request, response) => {
    serve(request.params.id, response, (session) => pay(context, session, request));
  });
}

function pay(context: StripeContext, session: SessionRecord, request: Request): Outcome {
  const body: unknown = request.body;
  const form = formSchema.safeParse(parseForm(Buffer.isBuffer(body) ? body.toString('utf8') : ''));
  if (!form.success) {
    const state = { ...freshState(session), error: 'The form could not be read.' };
    return { status: 400, page: payPage(session, state) };
  }
  const method = form.data.method ?? session.methodTypes[0] ?? 'card';
  const state = { method, email: form.data.email, name: form.data.name };
  const reading = readInstrument(context, session, method, form.data);
  if ('error' in reading) return { status: 400, page: payPage(session, { ...state, error: reading.error }) };
  const intent = context.world.database.transaction(() => take(context, session, reading, form.data));
  if (intent.lastError !== null) {
    return { status: 402, page: payPage(session, { ...state, error: intent.lastError.message }) };
  }
  return { redirect: successUrl(session) };
}

/** One try: the payment intent is made on the first and reused by the next. */
function take(
  context: StripeContext,
  session: SessionRecord,
  reading: Exclude<Reading, { error: string }>,
  form: PayForm,
): IntentRecord {
  const intent =
    session.paymentIntent === null ? intentFor(context, session) : context.intents.get(session.paymentIntent);
  context.sessions.update({
    ...session,
    paymentIntent: intent.id,
    payerName: form.name || null,
    payerEmail: form.email || session.customerEmail,
  });
  const holder = { name: form.name || null, email: form.email || null, customer: session.customer };
  return attemptPayment(context, intent, createMethod(context, reading.instrument, holder, reading.expiry));
}

function intentFor(context: StripeContext, session: SessionRecord): IntentRecord {
  return createIntent(context, {
    amount: session.amountTotal,
    currency: session.currency,
    customer: session.customer,
    description: session.intentDescription,
    metadata: session.intentMetadata,
    methodTypes: session.methodTypes,
    allowedMethodTypes: session.allowedMethodTypes,
    automaticMethods: session.allowedMethodTypes === null,
    setupFutureUsage: session.setupFutureUsage,
    statementDescriptorSuffix: session.statementDescriptorSuffix,
    receiptEmail: session.receiptEmail,
    session: session.id,
  });
}

function readInstrument(
  context: StripeContext,
  session: SessionRecord,
  method: MethodType,
  form: PayForm,
): Reading {
  if (!session.methodTypes.includes(method)) return { error: 'This payment method is not available here.' };
  if (!z.email().safeParse(form.email).success) return { error: 'Enter a valid email address.' };
  return method === 'card' ? readCard(context, form) : readBankAccount(form);
}

function readCard(context: StripeContext, form: PayForm): Reading {
  const number = form.number.replace(/\D/g, '');
  if (number.length < 13) return { error: 'Your card number is incomplete.' };
  const instrument = instrumentByNumber('card', number);
  if (instrument === undefined) {
    return { error: 'Your card was declined. This is test mode: only the test cards listed below work.' };
  }
  const match = /^\s*(\d{1,2})\s*\/?\s*(\d{2}|\d{4})\s*$/.exec(form.expiry);
  const month = Number(match?.[1] ?? 0);
  if (match === null || month < 1 || month > 12)
    return { error: "Your card's expiration date is incomplete." };
  const year = (Number(match[2]) % 100) + 2_000;
  if (Date.UTC(year, month, 1) <= context.world.clock.nowMs()) return { error: 'Your card has expired.' };
  if (!/^\d{3,4}$/.test(form.cvc.trim())) return { error: "Your card's security code is incomplete." };
  return { instrument, expiry: { month, year } };
}

function readBankAccount(form: PayForm): Reading {
  if (form.name === '') return { error: 'Enter the name on the account.' };
  if (form.routingNumber.replace(/\D/g, '') !== TEST_ROUTING_NUMBER) {
    return { error: `The routing number is not valid. In test mode use ${TEST_ROUTING_NUMBER}.` };
  }
  const instrument = instrumentByNumber('us_bank_account', form.accountNumber.replace(/\D/g, ''));
  if (instrument === undefined) {
    return { error: 'The account number is not valid. In test mode use one of the accounts listed below.' };
  }
  return { instrument, expiry: { month: 12, year: 2_034 } };
}

function successUrl(session: SessionRecord): string {
  return session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function freshState(session: SessionRecord): PageState {
  return {
    error: null,
    method: session.methodTypes[0] ?? 'card',
    email: session.customerEmail ?? '',
    name: '',
  };
}

function closed(session: SessionRecord | undefined): Outcome {
  if (session === undefined) {
    return { status: 404, page: closedPage('Page not found', 'There is no such payment page.', null) };
  }
  if (session.status === 'complete') return { redirect: successUrl(session) };
  const text = 'The checkout session has expired. You have not been charged.';
  return { status: 410, page: closedPage('This page has timed out', text, session.cancelUrl) };
}

function show(
  response: Response,
  shown: { status: number; page: Markup },
  session: SessionRecord | undefined,
): void {
  const nonce = randomBytes(16).toString('base64');
  const targets = session === undefined ? [] : [new URL(successUrl(session)).origin];
  response.status(shown.status).set(documentHeaders(nonce, targets));
  const title = session === undefined ? 'Not found' : `Pay ${MERCHANT}`;
  response.send(documentOf({ title, styles: HOSTED_STYLES, body: shown.page, script: HOSTED_SCRIPT, nonce }));
}
