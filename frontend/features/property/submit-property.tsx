'use client';

import { listProperties, type PropertyDetail, readProperty, submitProperty } from '@freehold/shared/property';
import { useState } from 'react';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

export function SubmitProperty({ property }: { readonly property: PropertyDetail }) {
  const [open, setOpen] = useState(false);
  const act = useAct(submitProperty, {
    refreshes: [readProperty, listProperties],
    onDone: () => {
      setOpen(false);
      toast.success('Handed in for review');
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Hand in for review</Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title="Hand in for review"
        confirmLabel="Hand in"
        busy={act.isPending}
        onConfirm={() => act.mutate({ params: { id: property.id } })}
        afterwards="An administrator reviews it next. They approve it or send it back with a reason."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="Property">{property.name}</Detail>
        <Detail label="Valuation">
          {formatMoney(property.valuation)} on {formatDay(property.valuedOn)}
        </Detail>
        <Detail label="Units">{property.unitCount}</Detail>
      </ReviewDialog>
    </>
  );
}
