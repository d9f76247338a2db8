'use client';

import { listDividends } from '@freehold/shared/dividend';
import {
  approveStatement,
  listStatements,
  readStatement,
  type SavedStatement,
  sendBackStatement,
} from '@freehold/shared/statement';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { formatDeduction, formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const REFRESHES = [readStatement, listStatements, listDividends];

/** Approve a submitted month, or send it back with a reason. */
export function DecideStatement({ statement }: { readonly statement: SavedStatement }) {
  const [open, setOpen] = useState<'approve' | 'sendBack' | null>(null);
  const { may } = useSession();
  const close = () => setOpen(null);
  const approve = useAct(approveStatement, {
    refreshes: REFRESHES,
    onDone: () => {
      close();
      toast.success('Approved. The dividend is ready to be declared.');
    },
  });
  const sendBack = useAct(sendBackStatement, {
    refreshes: REFRESHES,
    onDone: () => {
      close();
      toast.success('Sent back to the manager');
    },
  });
  if (statement.state !== 'SUBMITTED' || !may('statement.review')) return null;
  const { figures } = statement;
  return (
    <>
      <Button tone="danger" onClick={() => setOpen('sendBack')}>
        Send back
      </Button>
      <Button onClick={() => setOpen('approve')}>Approve</Button>
      <ReviewDialog
        open={open === 'approve'}
        onOpenChange={close}
        title={`Approve ${formatPeriod(statement.period)}`}
        confirmLabel="Approve"
        busy={approve.isPending}
        onConfirm={() => approve.mutate({ params: { id: statement.id } })}
        afterwards="The split is booked in the ledger and a dividend is made. It is paid only after you declare and run it."
        problem={approve.error ? <FailureNotice error={approve.error} /> : undefined}
      >
        <Detail label="Property">{statement.propertyName}</Detail>
        <Detail label="Gross rent">{formatMoney(figures.grossRent)}</Detail>
        <Detail label="Expenses">{formatDeduction(figures.expenses)}</Detail>
        <Detail label="Platform fee">{formatDeduction(figures.platformFee)}</Detail>
        <Detail label="Reserve">{formatDeduction(figures.reserve)}</Detail>
        {statement.arrival.arrived ? null : (
          <Detail label="Not in the treasury yet">{formatMoney(statement.arrival.missing)}</Detail>
        )}
        <Detail
          label="Dividend"
          strong
          note={figures.perShare ? `${formatMoney(figures.perShare)} per share` : undefined}
        >
          {formatMoney(figures.netUsdc)}
        </Detail>
      </ReviewDialog>
      <ReasonDialog
        open={open === 'sendBack'}
        onOpenChange={close}
        title={`Send ${formatPeriod(statement.period)} back`}
        description="The manager reads your reason, corrects the month and submits it again."
        confirmLabel="Send back"
        busy={sendBack.isPending}
        error={sendBack.error}
        onConfirm={(reason) => sendBack.mutate({ params: { id: statement.id }, body: { reason } })}
      />
    </>
  );
}
