'use client';

import { readSession } from '@freehold/shared/auth';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { ApiError } from '#lib/api-error.ts';

function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => lookAgain(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => lookAgain(client, error) }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => error instanceof ApiError && error.passing && failures < 2,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
  return client;
}

/** A second factor was set up elsewhere: who is signed in has changed, and the page is to ask for the code. */
function lookAgain(client: QueryClient, error: unknown): void {
  if (!(error instanceof ApiError) || error.code !== 'SECOND_FACTOR_REQUIRED') return;
  void client.invalidateQueries({ queryKey: [readSession.path] });
}

export function Providers({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      {children}
      <Toaster
        position="bottom-right"
        toastOptions={{
          classNames: {
            toast: 'rounded-xl! border-line! bg-surface! text-ink! shadow-xl!',
            description: 'text-muted!',
          },
        }}
      />
    </QueryClientProvider>
  );
}
