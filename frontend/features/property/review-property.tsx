'use client';

import {
  approveProperty,
  listProperties,
  type PropertyDetail,
  readProperty,
  rejectProperty,
} from '@freehold/shared/property';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const REFRESHES = [readProperty, listProperties];

/** Approve a property, or send it back with a reason. */
export function ReviewProperty({ property }: { readonly property: PropertyDetail }) {
  const [open, setOpen] = useState<'approve' | 'reject' | null>(null);
  const { may } = useSession();
  const close = () => setOpen(null);
  const approve = useAct(approveProperty, {
    refreshes: REFRESHES,
    onDone: () => {
      close();
      toast.success(`${property.name} approved`);
    },
  });
  const reject = useAct(rejectProperty, {
    refreshes: REFRESHES,
    onDone: () => {
      close();
      toast.success('Sent back to the manager');
    },
  });
  if (property.state !== 'PENDING_APPROVAL' || !may('property.review')) return null;
  return (
    <>
      <Button tone="danger" onClick={() => setOpen('reject')}>
        Send back
      </Button>
      <Button onClick={() => setOpen('approve')}>Approve</Button>
      <ReviewDialog
        open={open === 'approve'}
        onOpenChange={close}
        title={`Approve ${property.name}`}
        confirmLabel="Approve"
        busy={approve.isPending}
        onConfirm={() => approve.mutate({ params: { id: property.id } })}
        afterwards="Its shares can be created next. The manager is told."
        problem={approve.error ? <FailureNotice error={approve.error} /> : undefined}
      >
        <Detail label="Manager">{property.manager.name}</Detail>
        <Detail label="Valuation">
          {formatMoney(property.valuation)} on {formatDay(property.valuedOn)}
        </Detail>
        <Detail label="Units">{property.unitCount}</Detail>
      </ReviewDialog>
      <ReasonDialog
        open={open === 'reject'}
        onOpenChange={close}
        title={`Send ${property.name} back`}
        description="It becomes a draft again, and its manager reads your reason."
        confirmLabel="Send back"
        busy={reject.isPending}
        error={reject.error}
        onConfirm={(reason) => reject.mutate({ params: { id: property.id }, body: { reason } })}
      />
    </>
  );
}
