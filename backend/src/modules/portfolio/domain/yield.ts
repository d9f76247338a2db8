import { usdcUnitsPerCent } from '@freehold/shared/money';

const MONTHS_OF_A_YEAR = 12n;
const MOST_MONTHS = 12;

/** One distributed month of a property, in cents. */
export interface DistributedMonth {
  readonly period: string;
  readonly gross: bigint;
  readonly net: bigint;
}

export interface Yields {
  /** Distributed months the figures rest on: the newest, at most twelve. */
  readonly months: number;
  /** Hundredths of a percent of the valuation a year, rounded down; null before the first distribution. */
  readonly actual: number | null;
  /** As `actual`, had every unit been let all the time; null also where a unit was never let. */
  readonly fullyRented: number | null;
}

/**
 * Actual: what was distributed over the newest months, by the year, of the valuation. Fully rented: a year's rent of
 * every unit (a vacant one at its last rent), less the part of the rent that costs took in the same months.
 * `monthlyRents` has one entry for each unit, null for one that was never let.
 */
export function yieldsOf(property: {
  readonly valuationCents: bigint;
  readonly distributed: readonly DistributedMonth[];
  readonly monthlyRents: readonly (bigint | null)[];
}): Yields {
  const { valuationCents, monthlyRents } = property;
  const newest = property.distributed
    .toSorted((left, right) => right.period.localeCompare(left.period))
    .slice(0, MOST_MONTHS);
  const months = newest.length;
  const gross = newest.reduce((sum, month) => sum + month.gross, 0n);
  const net = newest.reduce((sum, month) => sum + month.net, 0n);
  if (months === 0 || valuationCents <= 0n) return { months, actual: null, fullyRented: null };
  const actual = basisPoints(net * MONTHS_OF_A_YEAR, valuationCents * BigInt(months));
  const rents = monthlyRents.filter((rent) => rent !== null);
  const known = rents.length === monthlyRents.length && rents.length > 0 && gross > 0n;
  const rent = rents.reduce((sum, monthly) => sum + monthly, 0n) * MONTHS_OF_A_YEAR;
  return { months, actual, fullyRented: known ? basisPoints(rent * net, valuationCents * gross) : null };
}

// Exact: a yield of more than 2^53 hundredths of a percent is no yield.
const basisPoints = (part: bigint, whole: bigint): number => Number((part * 10_000n) / whole);

/** Cents as USDC, one to one. */
export const centsAsUsdc = (cents: bigint): bigint => cents * usdcUnitsPerCent;
