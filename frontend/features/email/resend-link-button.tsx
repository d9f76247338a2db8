'use client';

import { type EmailState, readEmail, resendEmailConfirmation } from '@freehold/shared/email';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';

function useSecondsUntil(instant: string | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  const left = instant === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(instant) - now) / 1_000));
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), 1_000);
    return () => clearTimeout(timer);
  });
  return left;
}

const inWords = (seconds: number): string =>
  seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;

/** Mails the link again, once the wait for it is over. */
export function ResendLinkButton({ pending }: { readonly pending: EmailState['pending'] }) {
  const wait = useSecondsUntil(pending?.resendAt);
  const act = useAct(resendEmailConfirmation, {
    refreshes: [readEmail],
    onDone: () => toast.success('A new link was mailed; the one before does not work any more'),
  });
  return (
    <>
      <Button
        tone="secondary"
        size="small"
        disabled={wait > 0}
        busy={act.isPending}
        onClick={() => act.mutate({})}
      >
        {wait > 0 ? `Send it again in ${inWords(wait)}` : 'Send it again'}
      </Button>
      {act.error ? <FailureNotice error={act.error} /> : null}
    </>
  );
}
