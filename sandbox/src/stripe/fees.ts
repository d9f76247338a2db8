import { toWireInteger } from '../core/wire-integer.ts';
import type { MethodType } from './records.ts';

const CARD_PER_TEN_THOUSAND = 290n;
const CARD_FIXED_CENTS = 30n;
const ACH_PER_TEN_THOUSAND = 80n;
const ACH_CAP_CENTS = 500n;

/** Stripe's processing fee in cents for a payment of `amount` cents; the percentage is rounded half up. */
export function processingFee(type: MethodType, amount: number): number {
  const cents = BigInt(amount);
  if (type === 'card') return toWireInteger(share(cents, CARD_PER_TEN_THOUSAND) + CARD_FIXED_CENTS);
  const fee = share(cents, ACH_PER_TEN_THOUSAND);
  return toWireInteger(fee < ACH_CAP_CENTS ? fee : ACH_CAP_CENTS);
}

function share(cents: bigint, perTenThousand: bigint): bigint {
  return (cents * perTenThousand + 5_000n) / 10_000n;
}
