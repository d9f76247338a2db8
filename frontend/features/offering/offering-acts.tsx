'use client';

import {
  cancelOffering,
  closeOffering,
  listOfferings,
  type OfferingDetail,
  readOffering,
  retryOffering,
} from '@freehold/shared/offering';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const refreshes = [readOffering, listOfferings];

/** What an administrator may do about a sale. The rest happens by itself. */
export function OfferingActs({ offering }: { readonly offering: OfferingDetail }) {
  const { may } = useSession();
  if (!may('offering.run')) return null;
  const { state, progress, problem } = offering;
  const waiting = BigInt(progress.subscribed) > BigInt(progress.delivered) + BigInt(progress.refunded);
  const over = Date.now() >= Date.parse(offering.closesAt) || progress.subscribed === offering.cap;
  const stuck = problem !== null || ((state === 'CLOSED' || state === 'CANCELLED') && waiting);
  return (
    <>
      {state === 'OPEN' && over ? <Close offering={offering} /> : null}
      {state === 'DRAFT' || state === 'OPEN' ? <Cancel offering={offering} /> : null}
      {stuck ? <Retry offering={offering} /> : null}
    </>
  );
}

interface ActProps {
  readonly offering: OfferingDetail;
}

function Close({ offering }: ActProps) {
  const [open, setOpen] = useState(false);
  const act = useAct(closeOffering, { refreshes, onDone: () => setOpen(false) });
  const { progress, minimum } = offering;
  const succeeds = BigInt(progress.subscribed) >= BigInt(minimum);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Close the sale</Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title="Close the sale"
        confirmLabel="Close the sale"
        busy={act.isPending}
        onConfirm={() => act.mutate({ params: { id: offering.id } })}
        afterwards={
          succeeds
            ? 'The shares go to the investors and the money to the treasury, in batches.'
            : 'The minimum was not reached: everybody gets the money back.'
        }
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="Sold">{formatShares(progress.subscribed)}</Detail>
        <Detail label="Needed to succeed">{formatShares(minimum)}</Detail>
        <Detail label="In the contract" strong>
          {formatMoney(progress.escrow)}
        </Detail>
      </ReviewDialog>
    </>
  );
}

function Cancel({ offering }: ActProps) {
  const [open, setOpen] = useState(false);
  const act = useAct(cancelOffering, { refreshes, onDone: () => setOpen(false) });
  return (
    <>
      <Button tone="danger" onClick={() => setOpen(true)}>
        Call it off
      </Button>
      <ReasonDialog
        open={open}
        onOpenChange={setOpen}
        title="Call the sale off"
        description={`${formatMoney(offering.progress.escrow)} goes back to the investors. This cannot be undone.`}
        confirmLabel="Call it off"
        busy={act.isPending}
        error={act.error}
        onConfirm={(reason) => act.mutate({ params: { id: offering.id }, body: { reason } })}
      />
    </>
  );
}

function Retry({ offering }: ActProps) {
  const act = useAct(retryOffering, { refreshes, onDone: () => toast.success('Trying again') });
  return (
    <Button tone="secondary" busy={act.isPending} onClick={() => act.mutate({ params: { id: offering.id } })}>
      Try again now
    </Button>
  );
}
