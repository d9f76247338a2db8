import type { Payout } from '@freehold/shared/dividend';
import { formatMoney } from '#lib/money-format.ts';

export interface MonthTotal {
  readonly period: string;
  readonly amount: bigint;
  readonly label: string;
}

const RECEIVED: ReadonlySet<Payout['state']> = new Set(['CONFIRMED', 'FINAL']);

/** USDC received by month of rent, oldest first, at most `limit` months. */
export function monthTotals(
  payouts: readonly Pick<Payout, 'period' | 'amount' | 'state'>[],
  limit = 12,
): readonly MonthTotal[] {
  const totals = new Map<string, bigint>();
  for (const payout of payouts) {
    if (!RECEIVED.has(payout.state)) continue;
    totals.set(payout.period, (totals.get(payout.period) ?? 0n) + BigInt(payout.amount.amount));
  }
  return [...totals]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .slice(-limit)
    .map(([period, amount]) => ({
      period,
      amount,
      label: formatMoney({ amount: amount.toString(), currency: 'USDC' }),
    }));
}
