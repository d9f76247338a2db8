'use client';

import { listExpenses } from '@freehold/shared/expense';
import {
  listStatements,
  previewStatement,
  type Statement,
  submitStatement,
} from '@freehold/shared/statement';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { formatDeduction, formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

/** Hands the month in. Only while it is open or was sent back. */
export function SubmitStatement({ statement }: { readonly statement: Statement }) {
  const [open, setOpen] = useState(false);
  const { may } = useSession();
  const act = useAct(submitStatement, {
    refreshes: [previewStatement, listStatements, listExpenses],
    onDone: () => {
      setOpen(false);
      toast.success(`${formatPeriod(statement.period)} submitted`);
    },
  });
  const submittable = statement.state === 'OPEN' || statement.state === 'SENT_BACK';
  if (!submittable || !may('statement.submit')) return null;
  const { figures } = statement;
  if (BigInt(figures.grossRent.amount) === 0n) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Submit</Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title={`Submit ${formatPeriod(statement.period)}`}
        confirmLabel="Submit"
        busy={act.isPending}
        onConfirm={() => act.mutate({ params: { id: statement.propertyId, period: statement.period } })}
        afterwards="The figures are frozen and no more expenses can be booked for the month. An administrator reviews it next."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="Gross rent">{formatMoney(figures.grossRent)}</Detail>
        <Detail label="Processing fees">{formatDeduction(figures.processingFees)}</Detail>
        <Detail label="Expenses">{formatDeduction(figures.expenses)}</Detail>
        <Detail label="Platform fee">{formatDeduction(figures.platformFee)}</Detail>
        <Detail label="Reserve">{formatDeduction(figures.reserve)}</Detail>
        <Detail label="Net to shareholders" strong>
          {formatMoney(figures.net)}
        </Detail>
      </ReviewDialog>
    </>
  );
}
