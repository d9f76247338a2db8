'use client';

import {
  type KycDetail,
  listKyc,
  lookAgainAtKyc,
  readKycInvestor,
  refreshKyc,
  reopenKyc,
  revokeKyc,
} from '@freehold/shared/kyc';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { AccreditationDialog } from '#features/kyc/accreditation-dialog.tsx';
import { useSession } from '#features/session/use-session.ts';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';

const REFRESHES = [readKycInvestor, listKyc];

type Open = 'revoke' | 'confirm' | 'reinstate' | 'reopen' | 'accredit' | null;

/** What an administrator can do about a check: ask again, take back, look at it for a second time, let begin anew. */
export function KycActs({ kyc }: { readonly kyc: KycDetail }) {
  const [open, setOpen] = useState<Open>(null);
  const { may, user } = useSession();
  const close = () => setOpen(null);
  const done = (sentence: string) => () => {
    close();
    toast.success(sentence);
  };
  const refreshes = REFRESHES;
  const refresh = useAct(refreshKyc, {
    refreshes,
    onDone: done('Asked the provider'),
  });
  const revoke = useAct(revokeKyc, { refreshes, onDone: done(`${kyc.name} can receive no more shares`) });
  const look = useAct(lookAgainAtKyc, { refreshes, onDone: done('Your second look is recorded') });
  const reopen = useAct(reopenKyc, { refreshes, onDone: done(`${kyc.name} may begin anew`) });
  if (!may('kyc.review')) return null;
  const params = { id: kyc.id };
  const mine = kyc.revokedBy?.id === user?.id;
  const dialog = dialogOf(open, kyc);
  const act = open === 'revoke' ? revoke : open === 'reopen' ? reopen : look;
  const confirm = (reason: string) => {
    if (open === 'revoke') revoke.mutate({ params, body: { reason } });
    else if (open === 'reopen') reopen.mutate({ params, body: { reason } });
    else look.mutate({ params, body: { verdict: open === 'confirm' ? 'CONFIRM' : 'REINSTATE', reason } });
  };
  return (
    <>
      {kyc.externalId ? (
        <Button tone="secondary" onClick={() => refresh.mutate({ params })} busy={refresh.isPending}>
          <RefreshCw aria-hidden /> Ask the provider again
        </Button>
      ) : null}
      {kyc.state === 'APPROVED' ? (
        <>
          <Button tone="secondary" onClick={() => setOpen('accredit')}>
            Accreditation
          </Button>
          <Button tone="danger" onClick={() => setOpen('revoke')}>
            Revoke
          </Button>
        </>
      ) : null}
      {kyc.secondLookDue && !mine ? (
        <>
          <Button tone="secondary" onClick={() => setOpen('reinstate')}>
            Reinstate
          </Button>
          <Button onClick={() => setOpen('confirm')}>Confirm the revocation</Button>
        </>
      ) : null}
      {kyc.state === 'REJECTED' || (kyc.state === 'REVOKED' && !kyc.secondLookDue) ? (
        <Button tone="secondary" onClick={() => setOpen('reopen')}>
          Let begin anew
        </Button>
      ) : null}
      {dialog ? (
        <ReasonDialog
          open
          onOpenChange={close}
          {...dialog}
          busy={act.isPending}
          error={act.error}
          onConfirm={confirm}
        />
      ) : null}
      {open === 'accredit' ? <AccreditationDialog kyc={kyc} refreshes={refreshes} onClose={close} /> : null}
    </>
  );
}

function dialogOf(open: Open, { name }: KycDetail) {
  switch (open) {
    case 'revoke':
      return {
        title: `Revoke ${name}`,
        description:
          'At once, no wallet of this investor can receive shares any more. The investor reads your reason, and another administrator looks at it.',
        confirmLabel: 'Revoke',
      };
    case 'confirm':
      return {
        title: 'Confirm the revocation',
        description: 'You have looked at it yourself and agree. It stays as it is.',
        confirmLabel: 'Confirm the revocation',
      };
    case 'reinstate':
      return {
        title: `Reinstate ${name}`,
        description: 'The revocation is undone, and the wallets are attested again.',
        confirmLabel: 'Reinstate',
      };
    case 'reopen':
      return {
        title: `Let ${name} begin anew`,
        description: 'The investor can start the identity check once more, from the beginning.',
        confirmLabel: 'Let begin anew',
      };
    default:
      return null;
  }
}
