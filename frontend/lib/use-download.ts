'use client';

import type { Route } from '@freehold/shared/route';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { Loose } from '#lib/api.ts';
import { type ApiError, errorOfReply, unreachable } from '#lib/api-error.ts';
import { downloadText } from '#lib/csv.ts';
import { urlOfRoute } from '#lib/route-url.ts';

async function fetchFile<R extends Route>(route: R, request: Loose<R>): Promise<void> {
  const { params = {}, query = {} } = request as Partial<Record<'params' | 'query', object>>;
  const url = urlOfRoute(route.path, { ...params }, { ...query });
  const reply = await fetch(url, { credentials: 'same-origin' }).catch(() => {
    throw unreachable();
  });
  if (!reply.ok) throw errorOfReply(reply.status, await reply.json().catch(() => undefined));
  const named = /filename="([^"]+)"/.exec(reply.headers.get('content-disposition') ?? '');
  downloadText(named?.[1] ?? 'freehold', await reply.blob(), route.produces);
}

/** Saves the file that a route answers with; a refusal is an `ApiError` as anywhere else. */
export function useDownload<R extends Route>(route: R): UseMutationResult<void, ApiError, Loose<R>> {
  return useMutation<void, ApiError, Loose<R>>({ mutationFn: (request) => fetchFile(route, request) });
}
