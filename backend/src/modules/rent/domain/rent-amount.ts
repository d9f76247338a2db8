import { floorDivide } from '@freehold/shared/money';
import { boundsOf } from '../../../common/dates.ts';

const DAY_MS = 86_400_000;

interface LeaseTerms {
  readonly rentCents: bigint;
  readonly startsOn: Date;
  /** Last day of the lease. */
  readonly endsOn: Date;
}

/**
 * Rent of a lease for a period 'YYYY-MM' in cents: the whole rent for a whole month, the part by days (rounded down)
 * for a month the lease begins or ends in, zero outside.
 */
export function rentFor(lease: LeaseTerms, period: string): bigint {
  const { first, next } = boundsOf(period);
  const from = Math.max(first.getTime(), lease.startsOn.getTime());
  const until = Math.min(next.getTime(), lease.endsOn.getTime() + DAY_MS);
  if (until <= from) return 0n;
  const days = BigInt(Math.round((until - from) / DAY_MS));
  const daysInMonth = BigInt(Math.round((next.getTime() - first.getTime()) / DAY_MS));
  return floorDivide(lease.rentCents * days, daysInMonth);
}
