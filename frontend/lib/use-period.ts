'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { isPeriod, periodOf } from '#lib/date-format.ts';

/** The month a page is about, kept in the address (`?period=2026-11`) so that it can be shared; now by default. */
export function usePeriod(): readonly [string, (period: string) => void] {
  const search = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const asked = search.get('period') ?? '';
  const period = isPeriod(asked) ? asked : periodOf(new Date());
  return [period, (next) => router.replace(`${path}?period=${next}`, { scroll: false })];
}
