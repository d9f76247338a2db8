'use client';

import { keepPreviousData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import type { ApiError } from '#lib/api-error.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * Reads a paged list as far as the reader wants to go. `load` fetches one page; the key begins with the path of the
 * route, so that an act which changes the list can name it, and names everything else that `load` depends on.
 */
export function useMorePages<Item>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  options: {
    readonly every?: number | ((rows: readonly Item[]) => number);
    /** While another list is read, the one of before stays in its place. */
    readonly keep?: boolean;
  } = {},
): UseInfiniteQueryResult<readonly Item[], ApiError> {
  const { every = false } = options;
  return useInfiniteQuery<Page<Item>, ApiError, readonly Item[], readonly unknown[], string | undefined>({
    queryKey: [...key, 'paged'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      typeof every === 'function' ? every(state.data?.pages.flatMap(({ items }) => items) ?? []) : every,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}
