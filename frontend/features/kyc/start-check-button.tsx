'use client';

import { type KycStatus, readKyc, startKyc } from '@freehold/shared/kyc';
import { ExternalLink } from 'lucide-react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';

function labelOf({ state, renewing }: KycStatus): string {
  if (state === 'PENDING' || renewing) return 'Continue the check';
  if (state === 'RETRY') return 'Try again';
  if (state === 'EXPIRED') return 'Do the check again';
  return state === 'APPROVED' ? 'Renew the check' : 'Start the check';
}

/** Leads to the provider's page; when the check moved on by itself, shows that instead. */
export function StartCheckButton({ kyc }: { readonly kyc: KycStatus }) {
  const start = useAct(startKyc, {
    refreshes: [readKyc],
    onDone: ({ url }) => {
      if (url !== null) window.location.assign(url);
    },
  });
  return (
    <>
      <Button onClick={() => start.mutate({})} busy={start.isPending}>
        {labelOf(kyc)} <ExternalLink aria-hidden />
      </Button>
      {start.error ? <FailureNotice error={start.error} /> : null}
    </>
  );
}
