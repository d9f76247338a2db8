import type Stripe from 'stripe';
import type { StripeContext } from '../context.ts';
import type { ChargeRecord, IntentRecord, SessionRecord } from '../records.ts';
import { presentCharge } from './charge-presenter.ts';
import { presentIntent } from './payment-intent-presenter.ts';
import { presentSession } from './session-presenter.ts';

/* Presenters that must look something up. */

export function showCharge(context: StripeContext, charge: ChargeRecord): Stripe.Charge {
  return presentCharge(charge, context.paymentMethods.get(charge.paymentMethod));
}

export function showIntent(context: StripeContext, intent: IntentRecord): Stripe.PaymentIntent {
  const failedCharge = intent.lastError?.charge ?? null;
  const failed =
    failedCharge === null
      ? undefined
      : context.paymentMethods.get(context.charges.get(failedCharge).paymentMethod);
  return presentIntent(intent, failed);
}

export function showSession(context: StripeContext, session: SessionRecord): Stripe.Checkout.Session {
  return presentSession(session, `${context.settings.publicUrl()}/c/pay/${session.id}`);
}
