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
import { ApproveDialog } from '#features/property/approve-dialog.tsx';
import { useSession } from '#features/session/use-session.ts';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';

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
      {open === 'approve' ? (
        <ApproveDialog
          property={property}
          busy={approve.isPending}
          error={approve.error}
          onClose={close}
          onConfirm={(body) => approve.mutate({ params: { id: property.id }, body })}
        />
      ) : null}
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
