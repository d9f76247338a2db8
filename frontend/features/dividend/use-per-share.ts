'use client';

import type { DividendDetail } from '@freehold/shared/dividend';
import type { MoneyJson } from '@freehold/shared/money';
import { listHolders } from '@freehold/shared/token';
import { perShareOf } from '#features/dividend/conservation.ts';
import { useRoute } from '#lib/use-route.ts';

/** USDC per share: as fixed on the record date, or before that at the present number of shares. */
export function usePerShare(dividend: DividendDetail): MoneyJson | undefined {
  const known = dividend.perShare;
  const holders = useRoute(listHolders, { params: { id: dividend.propertyId } }, { enabled: known === null });
  if (known) return known;
  if (!holders.data) return undefined;
  const amount = perShareOf(BigInt(dividend.net.amount), BigInt(holders.data.supply));
  return amount === undefined ? undefined : { amount: amount.toString(), currency: 'USDC' };
}
