import { z } from 'zod';
import type { StripeContext } from '../context.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { presentBalance, stripeBalance } from '../flows/balance-flow.ts';
import { cancelPayout, createPayout } from '../flows/payout-flow.ts';
import { refundCharge } from '../flows/refund-flow.ts';
import { createdParam, currencyParam, metadataParam, pageParams, wholeNumber } from '../params.ts';
import { presentPayout, presentRefund, presentTransaction } from '../presenters/money-presenter.ts';
import { showCharge } from '../presenters/present.ts';
import type { ChargeRecord } from '../records.ts';
import type { StripeRouter } from '../router.ts';
import { mergeMetadata } from './customer-routes.ts';
import { listOf, toQuery } from './lists.ts';
import { findIntent } from './payment-intent-routes.ts';

const nothing = z.strictObject({});
const page = { ...pageParams, created: createdParam };

export function chargeRoutes(context: StripeContext, router: StripeRouter): void {
  const listSchema = z.strictObject({
    ...page,
    payment_intent: z.string().optional(),
    customer: z.string().optional(),
  });
  router.get('/v1/charges', listSchema, (input) => {
    const where = { intent: input.payment_intent, customer: input.customer };
    return listOf(context.charges.list(toQuery(input, where)), '/v1/charges', (charge) =>
      showCharge(context, charge),
    );
  });
  router.get('/v1/charges/:id', nothing, (_, id) => showCharge(context, findCharge(context, id)));
}

export function balanceRoutes(context: StripeContext, router: StripeRouter): void {
  router.get('/v1/balance', nothing, () => presentBalance(context));
  const listSchema = z.strictObject({
    ...page,
    payout: z.string().optional(),
    type: z.string().optional(),
    source: z.string().optional(),
    currency: currencyParam.optional(),
  });
  router.get('/v1/balance_transactions', listSchema, (input) => {
    refuseManualPayout(context, input.payout);
    const where = { payout: input.payout, type: input.type, source: input.source };
    return listOf(
      context.transactions.list(toQuery(input, where)),
      '/v1/balance_transactions',
      presentTransaction,
    );
  });
  router.get('/v1/balance_transactions/:id', nothing, (_, id) => {
    const transaction = context.transactions.find(id);
    if (transaction === undefined) throw notFound('balance_transaction', id);
    return presentTransaction(transaction);
  });
}

/** Only automatic payouts know what they are made of. */
function refuseManualPayout(context: StripeContext, id: string | undefined): void {
  if (id === undefined) return;
  const payout = context.payouts.find(id);
  if (payout === undefined) throw notFound('payout', id, 'payout');
  if (!payout.automatic) {
    throw invalidRequest(
      'Balance transaction history can only be filtered on automatic transfers, not manual.',
      { param: 'payout' },
    );
  }
}

const payoutSchema = z.strictObject({
  amount: wholeNumber.pipe(z.int().min(1)),
  currency: currencyParam,
  method: z.literal('standard').optional(),
  description: z.string().optional(),
  statement_descriptor: z.string().max(22).optional(),
  destination: z.string().optional(),
  source_type: z.string().optional(),
  metadata: metadataParam.optional(),
});

export function payoutRoutes(context: StripeContext, router: StripeRouter): void {
  const listSchema = z.strictObject({
    ...page,
    status: z.string().optional(),
    destination: z.string().optional(),
  });
  router.get('/v1/payouts', listSchema, (input) =>
    listOf(context.payouts.list(toQuery(input, { status: input.status })), '/v1/payouts', presentPayout),
  );
  router.get('/v1/payouts/:id', nothing, (_, id) => presentPayout(findPayout(context, id)));
  router.post('/v1/payouts', payoutSchema, (input) => {
    if (input.amount > stripeBalance(context).available) {
      throw invalidRequest(
        'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.',
        {
          code: 'balance_insufficient',
        },
      );
    }
    const payout = createPayout(context, {
      amount: input.amount,
      automatic: false,
      metadata: mergeMetadata({}, input.metadata),
      description: input.description ?? null,
      statementDescriptor: input.statement_descriptor ?? null,
    });
    return presentPayout(payout);
  });
  router.post('/v1/payouts/:id/cancel', nothing, (_, id) => {
    const payout = findPayout(context, id);
    if (payout.status !== 'in_transit' || payout.automatic) {
      throw invalidRequest(
        `Payout ${id} cannot be canceled: only a manual payout that has not arrived can be.`,
      );
    }
    return presentPayout(cancelPayout(context, payout));
  });
}

const refundSchema = z.strictObject({
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  amount: wholeNumber.pipe(z.int().min(1)).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadataParam.optional(),
});

export function refundRoutes(context: StripeContext, router: StripeRouter): void {
  router.post('/v1/refunds', refundSchema, (input) => {
    const charge = chargeToRefund(context, input);
    const request = {
      amount: input.amount,
      reason: input.reason ?? null,
      metadata: mergeMetadata({}, input.metadata),
    };
    return presentRefund(refundCharge(context, charge, request));
  });
  const listSchema = z.strictObject({
    ...page,
    charge: z.string().optional(),
    payment_intent: z.string().optional(),
  });
  router.get('/v1/refunds', listSchema, (input) => {
    const where = { charge: input.charge, intent: input.payment_intent };
    return listOf(context.refunds.list(toQuery(input, where)), '/v1/refunds', presentRefund);
  });
  router.get('/v1/refunds/:id', nothing, (_, id) => {
    const refund = context.refunds.find(id);
    if (refund === undefined) throw notFound('refund', id);
    return presentRefund(refund);
  });
}

function chargeToRefund(
  context: StripeContext,
  input: { charge?: string | undefined; payment_intent?: string | undefined },
): ChargeRecord {
  if (input.charge !== undefined) return findCharge(context, input.charge);
  if (input.payment_intent === undefined) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  }
  const latest = findIntent(context, input.payment_intent).latestCharge;
  if (latest === null)
    throw invalidRequest(
      `This PaymentIntent (${input.payment_intent}) does not have a successful charge to refund.`,
    );
  return findCharge(context, latest);
}

function findCharge(context: StripeContext, id: string): ChargeRecord {
  const charge = context.charges.find(id);
  if (charge === undefined) throw notFound('charge', id);
  return charge;
}

export function findPayout(context: StripeContext, id: string) {
  const payout = context.payouts.find(id);
  if (payout === undefined) throw notFound('payout', id, 'payout');
  return payout;
}
