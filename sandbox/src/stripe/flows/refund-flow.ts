import { stripeId } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { invalidRequest } from '../errors.ts';
import { emit } from '../events.ts';
import { presentRefund } from '../presenters/money-presenter.ts';
import { showCharge } from '../presenters/present.ts';
import type { ChargeRecord, RefundRecord } from '../records.ts';
import { recordTransaction } from './balance-flow.ts';

export interface RefundRequest {
  /** Cents; undefined refunds what is left. */
  readonly amount: number | undefined;
  readonly reason: string | null;
  readonly metadata: Record<string, string>;
}

/** Gives money back to the payer out of the available balance; the processing fee stays with Stripe. */
export function refundCharge(
  context: StripeContext,
  charge: ChargeRecord,
  request: RefundRequest,
): RefundRecord {
  const left = charge.amount - charge.amountRefunded;
  const amount = request.amount ?? left;
  refuseUnrefundable(charge, amount, left);
  const id = stripeId('re');
  const isCard = charge.id.startsWith('ch_');
  const transaction = recordTransaction(context, {
    type: isCard ? 'refund' : 'payment_refund',
    reportingCategory: 'refund',
    amount: -amount,
    fee: 0,
    source: id,
    description: `REFUND FOR ${isCard ? 'CHARGE' : 'PAYMENT'}`,
    availableInDays: 0,
  });
  const refund = context.refunds.insert({
    id,
    created: context.world.clock.now(),
    amount,
    currency: charge.currency,
    charge: charge.id,
    intent: charge.intent,
    customer: charge.customer,
    reason: request.reason,
    status: 'succeeded',
    balanceTransaction: transaction.id,
    metadata: request.metadata,
  });
  const updated = context.charges.update({ ...charge, amountRefunded: charge.amountRefunded + amount });
  emit(context, 'refund.created', presentRefund(refund));
  emit(context, 'charge.refunded', showCharge(context, updated), { amount_refunded: charge.amountRefunded });
  emit(context, 'refund.updated', presentRefund(refund));
  return refund;
}

function refuseUnrefundable(charge: ChargeRecord, amount: number, left: number): void {
  if (charge.status !== 'succeeded')
    throw invalidRequest(`Charge ${charge.id} has not succeeded.`, { param: 'charge' });
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
}
