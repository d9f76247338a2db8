import { stripeId } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { PaymentMethodRecord } from '../records.ts';
import { type Instrument, instrumentByToken, TEST_ROUTING_NUMBER } from '../test-instruments.ts';

export interface Holder {
  readonly name: string | null;
  readonly email: string | null;
  readonly customer: string | null;
}

const NOBODY: Holder = { name: null, email: null, customer: null };

/** Turns a test instrument into a payment method of its own. */
export function createMethod(
  context: StripeContext,
  instrument: Instrument,
  holder: Holder = NOBODY,
  expiry: { month: number; year: number } = { month: 12, year: 2034 },
): PaymentMethodRecord {
  const isCard = instrument.type === 'card';
  return context.paymentMethods.insert({
    id: stripeId('pm'),
    created: context.world.clock.now(),
    type: instrument.type,
    brand: instrument.brand,
    last4: instrument.number.slice(-4),
    expMonth: isCard ? expiry.month : null,
    expYear: isCard ? expiry.year : null,
    routingNumber: isCard ? null : TEST_ROUTING_NUMBER,
    bankName: isCard ? null : 'STRIPE TEST BANK',
    behaviour: instrument.behaviour,
    holderName: holder.name,
    holderEmail: holder.email,
    customer: holder.customer,
  });
}

/** Accepts an existing id or one of the `pm_card_…` / `pm_usBankAccount_…` test tokens. */
export function resolveMethod(
  context: StripeContext,
  idOrToken: string,
  customer: string | null,
): PaymentMethodRecord {
  const existing = context.paymentMethods.find(idOrToken);
  if (existing !== undefined) return existing;
  const instrument = instrumentByToken(idOrToken);
  if (instrument === undefined) throw notFound('PaymentMethod', idOrToken, 'payment_method');
  return createMethod(context, instrument, { ...NOBODY, customer });
}
