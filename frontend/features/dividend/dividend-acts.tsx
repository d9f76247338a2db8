'use client';

import {
  type DividendDetail,
  declareDividend,
  listDividendPayouts,
  listDividends,
  readDividend,
  runDividend,
} from '@freehold/shared/dividend';
import type { MoneyJson } from '@freehold/shared/money';
import { readTreasury } from '@freehold/shared/treasury';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { formatDeduction, formatMoney, formatShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const REFRESHES = [readDividend, listDividends, listDividendPayouts, readTreasury];

interface DividendActsProps {
  readonly dividend: DividendDetail;
  readonly perShare: MoneyJson | undefined;
}

/** The act that comes next: declare, then run. Both are jobs of the server; this page may be closed meanwhile. */
export function DividendActs({ dividend, perShare }: DividendActsProps) {
  const { may } = useSession();
  if (!may('dividend.run')) return null;
  if (dividend.state === 'APPROVED') return <Declare dividend={dividend} perShare={perShare} />;
  const runnable =
    dividend.state === 'DECLARED' || dividend.state === 'FUNDED' || dividend.state === 'PAYING';
  return runnable ? <Run dividend={dividend} perShare={perShare} /> : null;
}

function Declare({ dividend, perShare }: DividendActsProps) {
  const [open, setOpen] = useState(false);
  const act = useAct(declareDividend, {
    refreshes: REFRESHES,
    onDone: () => {
      setOpen(false);
      toast.success('Declaring on the chain');
    },
  });
  const underWay = (dividend.transactions.declare !== null || act.isSuccess) && dividend.error === null;
  return (
    <>
      <Button onClick={() => setOpen(true)} busy={underWay}>
        {underWay ? 'Declaring…' : 'Declare'}
      </Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title={`Declare the dividend for ${formatPeriod(dividend.period)}`}
        confirmLabel="Declare"
        busy={act.isPending}
        onConfirm={() => act.mutate({ params: { id: dividend.id } })}
        afterwards="The record date is fixed at the block that takes it: whoever holds shares then is entitled. It cannot be declared twice."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="Property">{dividend.propertyName}</Detail>
        <Detail label="Gross rent">{formatMoney(dividend.gross)}</Detail>
        <Detail label="Fees, expenses and reserve">
          {formatDeduction({ ...dividend.gross, amount: deductionsOf(dividend).toString() })}
        </Detail>
        <Detail label="Net to shareholders" strong>
          {formatMoney(dividend.net)}
        </Detail>
        <Detail label="Per share" note="at the present number of shares, rounded down">
          {perShare ? formatMoney(perShare) : '—'}
        </Detail>
      </ReviewDialog>
    </>
  );
}

function deductionsOf(dividend: DividendDetail): bigint {
  return BigInt(dividend.gross.amount) - BigInt(dividend.net.amount);
}

function Run({ dividend, perShare }: DividendActsProps) {
  const [open, setOpen] = useState(false);
  const act = useAct(runDividend, {
    refreshes: REFRESHES,
    onDone: () => {
      setOpen(false);
      toast.success('Funding and paying');
    },
  });
  const begun = dividend.state !== 'DECLARED' || dividend.transactions.fund !== null || act.isSuccess;
  const underWay = begun && dividend.error === null;
  const label = begun && !underWay ? 'Go on' : 'Run';
  return (
    <>
      <Button onClick={() => setOpen(true)} busy={underWay}>
        {underWay ? 'Paying…' : label}
      </Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title={begun ? 'Go on where it stopped' : 'Fund and pay'}
        confirmLabel={label}
        busy={act.isPending}
        onConfirm={() => act.mutate({ params: { id: dividend.id } })}
        afterwards="The treasury funds the dividend, then every holder is paid in batches. A wallet that cannot receive keeps its part claimable and holds up nobody."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="From">Treasury, {dividend.propertyName}</Detail>
        <Detail label="To">{dividend.holders} holders</Detail>
        <Detail label="Net">{formatMoney(dividend.net)}</Detail>
        <Detail label="Carried in from earlier dividends">
          {dividend.carriedIn ? formatMoney(dividend.carriedIn) : '—'}
        </Detail>
        <Detail label="To divide" strong>
          {dividend.pool ? formatMoney(dividend.pool) : formatMoney(dividend.net)}
        </Detail>
        <Detail label="Shares at the record date">
          {dividend.supply ? formatShares(dividend.supply) : '—'}
        </Detail>
        <Detail label="Per share" note="rounded down">
          {perShare ? formatMoney(perShare) : '—'}
        </Detail>
      </ReviewDialog>
    </>
  );
}
