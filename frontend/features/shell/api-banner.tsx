'use client';

import { type QueryCache, useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { ApiError } from '#lib/api-error.ts';
import { Button } from '#ui/button.tsx';

const RETRY_AFTER_MS = 5_000;

function isDown(cache: QueryCache): boolean {
  return cache.getAll().some((query) => {
    const reason = query.state.fetchFailureReason ?? query.state.error;
    return query.isActive() && reason instanceof ApiError && reason.code === 'API_UNREACHABLE';
  });
}

/** A bar across the page while the server gives no answer; asks again by itself and on request. */
export function ApiBanner() {
  const client = useQueryClient();
  const cache = client.getQueryCache();
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache]);
  const down = useSyncExternalStore(
    subscribe,
    () => isDown(cache),
    () => false,
  );
  const retry = useCallback(() => {
    void client.refetchQueries({ type: 'active', predicate: (query) => query.state.fetchStatus === 'idle' });
  }, [client]);
  useEffect(() => {
    if (!down) return;
    const timer = setInterval(retry, RETRY_AFTER_MS);
    return () => clearInterval(timer);
  }, [down, retry]);
  if (!down) return null;
  return (
    <div role="alert" className="border-bad/30 border-b bg-bad-soft">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 text-sm sm:px-6">
        <CloudOff className="size-4 shrink-0 text-bad" aria-hidden />
        <p className="min-w-0 flex-1">
          <span className="font-medium">The server does not answer.</span> What you see may be out of date.
          Asking again every few seconds.
        </p>
        <Button tone="secondary" size="small" onClick={retry}>
          Try now
        </Button>
      </div>
    </div>
  );
}
