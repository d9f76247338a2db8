'use client';

import type { ResponseOf, Route } from '@freehold/shared/route';
import { keepPreviousData, type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call, type Loose } from '#lib/api.ts';
import type { ApiError } from '#lib/api-error.ts';

interface RouteQueryOptions<Data> {
  readonly enabled?: boolean;
  /** Milliseconds until the next look, or false; a function decides by what was last seen. */
  readonly every?: number | false | ((data: Data | undefined) => number | false);
  /** Keep showing the last answer while parameters change. */
  readonly keep?: boolean;
}

/** The place of a route's answer in the cache: by path first, so that `refresh` can name it. */
export function keyOfRoute<R extends Route>(route: R, request: Loose<R>): readonly unknown[] {
  const { params = {}, query = {} } = request as Partial<Record<'params' | 'query', object>>;
  return [route.path, params, query];
}

/** Reads a GET route of the API, keeps it fresh, and shares it between components. */
export function useRoute<R extends Route>(
  route: R,
  request: Loose<R>,
  options: RouteQueryOptions<ResponseOf<R>> = {},
): UseQueryResult<ResponseOf<R>, ApiError> {
  const { enabled = true, every = false, keep = false } = options;
  const queryOptions: UseQueryOptions<ResponseOf<R>, ApiError> = {
    queryKey: keyOfRoute(route, request),
    queryFn: ({ signal }) => call(route, request, { signal }),
    enabled,
    refetchInterval: (query) => (typeof every === 'function' ? every(query.state.data) : every),
  };
  if (keep) queryOptions.placeholderData = keepPreviousData;
  return useQuery(queryOptions);
}
