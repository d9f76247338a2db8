'use client';

import type { ResponseOf, Route } from '@freehold/shared/route';
import { type QueryClient, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call, type Loose } from '#lib/api.ts';
import { type ApiError, asApiError } from '#lib/api-error.ts';

interface ActOptions<R extends Route> {
  /** Routes whose answers this act changes; every cached answer under their path is read again. */
  readonly refreshes?: readonly Route[];
  readonly onDone?: (data: ResponseOf<R>) => void;
}

/** Reads everything cached under these routes again. */
export async function refresh(client: QueryClient, routes: readonly Route[]): Promise<void> {
  await Promise.all(routes.map((route) => client.invalidateQueries({ queryKey: [route.path] })));
}

/** What one person means by one press: the request and the key that makes repeating it harmless. */
interface Intent {
  readonly request: string;
  readonly key: string;
}

/**
 * A POST or DELETE of the API as a mutation. The idempotency key stays the same while the outcome of the same
 * request is unknown (no answer, 5xx), so that pressing again cannot do it twice; a definite answer ends the intent.
 */
export function useAct<R extends Route>(
  route: R,
  options: ActOptions<R> = {},
): UseMutationResult<ResponseOf<R>, ApiError, Loose<R>> {
  const client = useQueryClient();
  const intent = useRef<Intent | undefined>(undefined);
  return useMutation<ResponseOf<R>, ApiError, Loose<R>>({
    mutationFn: async (request) => {
      const text = JSON.stringify(request);
      if (intent.current?.request !== text) intent.current = { request: text, key: crypto.randomUUID() };
      try {
        const reply = await call(route, request, { idempotencyKey: intent.current.key });
        intent.current = undefined;
        return reply;
      } catch (thrown) {
        const error = asApiError(thrown);
        const open =
          error.passing || error.code === 'IDEMPOTENCY_IN_FLIGHT' || error.code === 'UNEXPECTED_REPLY';
        if (!open) intent.current = undefined;
        throw error;
      }
    },
    onSuccess: async (data) => {
      await refresh(client, options.refreshes ?? []);
      options.onDone?.(data);
    },
  });
}
