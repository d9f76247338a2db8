'use client';

import type { Session } from '@freehold/shared/auth';
import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { homeOf, useAdoptSession } from '#features/session/use-session.ts';
import { safePath } from '#lib/safe-path.ts';

/** What happens when somebody has just signed in: adopt the session and go where they wanted to go, else to `first`. */
export function useEntered(first?: string): (session: Session) => void {
  const router = useRouter();
  const search = useSearchParams();
  const adopt = useAdoptSession();
  return useCallback(
    (session) => {
      adopt(session);
      const home = first ?? (session.user ? homeOf(session.user.role) : '/');
      router.replace(safePath(search.get('next')) ?? home);
    },
    [adopt, first, router, search],
  );
}
