'use client';

import { issueRentCharges, listRentCharges, type RentRoll, readRentRoll } from '@freehold/shared/rent';
import { previewStatement } from '@freehold/shared/statement';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { formatMoney, sumMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

/** Charges the month's rent to every lease that was not charged yet. Gone once nothing is left to charge. */
export function IssueRent({ roll }: { readonly roll: RentRoll }) {
  const [open, setOpen] = useState(false);
  const { may } = useSession();
  const act = useAct(issueRentCharges, {
    refreshes: [readRentRoll, listRentCharges, previewStatement],
    onDone: ({ created }) => {
      setOpen(false);
      toast.success(created === 1 ? '1 tenant charged' : `${created} tenants charged`);
    },
  });
  const uncharged = roll.rows.flatMap((row) => (row.lease && !row.charge ? [row.lease] : []));
  if (!may('rent.issue') || uncharged.length === 0) return null;
  const total = sumMoney(
    uncharged.map((lease) => lease.rent),
    'USD',
  );
  const tenants = uncharged.length === 1 ? '1 tenant' : `${uncharged.length} tenants`;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Charge {formatPeriod(roll.period)}</Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title={`Charge the rent for ${formatPeriod(roll.period)}`}
        confirmLabel={`Charge ${tenants}`}
        busy={act.isPending}
        onConfirm={() => act.mutate({ params: { id: roll.propertyId }, body: { period: roll.period } })}
        afterwards="Each tenant sees the charge at once and can pay it. Tenants charged before are not charged again."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        {uncharged.map((lease) => (
          <Detail key={lease.id} label={lease.tenant.name}>
            {formatMoney(lease.rent)}
          </Detail>
        ))}
        <Detail label="Total" strong>
          {formatMoney(total)}
        </Detail>
      </ReviewDialog>
    </>
  );
}
