import type { Dividend, Payout } from '@freehold/shared/dividend';
import { hasReached } from '#features/dividend/dividend-state.ts';

/** paid + claimable + carried = pool, in USDC units. */
export interface Conservation {
  readonly paid: bigint;
  readonly claimable: bigint;
  readonly carried: bigint;
  readonly pool: bigint;
  /** Undefined until the dividend is paid: only then are all parts known independently. */
  readonly holds: boolean | undefined;
}

const PAID: ReadonlySet<Payout['state']> = new Set(['CONFIRMED', 'FINAL']);

/**
 * Adds up what became of the pool: what holders received (from the payouts), what they can still claim, and the
 * rounding dust carried to the next dividend. Undefined before the record date, when there is no pool yet.
 */
export function conservationOf(
  dividend: Pick<Dividend, 'state' | 'pool' | 'carriedOut'>,
  payouts: readonly Pick<Payout, 'state' | 'amount'>[],
): Conservation | undefined {
  if (dividend.pool === null) return undefined;
  const pool = BigInt(dividend.pool.amount);
  let paid = 0n;
  let claimable = 0n;
  for (const payout of payouts) {
    if (PAID.has(payout.state)) paid += BigInt(payout.amount.amount);
    else claimable += BigInt(payout.amount.amount);
  }
  if (dividend.carriedOut === null || !hasReached(dividend.state, 'PAID')) {
    return { paid, claimable, carried: pool - paid - claimable, pool, holds: undefined };
  }
  const carried = BigInt(dividend.carriedOut.amount);
  return { paid, claimable, carried, pool, holds: paid + claimable + carried === pool };
}

/** USDC units for one whole share, rounded down; undefined when no shares exist. */
export function perShareOf(amount: bigint, supply: bigint): bigint | undefined {
  return supply > 0n ? (amount * 10n ** 18n) / supply : undefined;
}
