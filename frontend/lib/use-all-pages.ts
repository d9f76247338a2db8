'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ApiError } from '#lib/api-error.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const MAX_PAGES = 100;

/** Reads a paged list to its end. `load` fetches one page; the key must name everything that `load` depends on. */
export function useAllPages<Item>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  options: { readonly enabled?: boolean; readonly every?: number | false } = {},
): UseQueryResult<readonly Item[], ApiError> {
  return useQuery<readonly Item[], ApiError>({
    queryKey: key,
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    queryFn: async ({ signal }) => {
      const items: Item[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await load(cursor, signal);
        items.push(...answer.items);
        if (answer.nextCursor === null) break;
        cursor = answer.nextCursor;
      }
      return items;
    },
  });
}
