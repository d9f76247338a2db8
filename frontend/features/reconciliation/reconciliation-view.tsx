'use client';

import {
  type ReconciliationBreak,
  type ReconciliationCheck,
  type ReconciliationRun,
  readLatestReconciliation,
  startReconciliation,
} from '@freehold/shared/reconciliation';
import { Equal, EqualNot, GitCompareArrows, RefreshCw } from 'lucide-react';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { cn } from '#lib/class-names.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';

/** Integers in a currency we know are shown as money; others, such as sums over all currencies, as they are. */
function shown(value: string, currency: string): string {
  if (/^USD/.test(currency)) return formatMoney({ amount: value, currency });
  return currency === 'all' ? value : `${value} ${currency}`;
}

function plain(value: string, currency: string): string {
  return /^USD/.test(currency) ? decimalOf({ amount: value, currency }) : value;
}

function Equality({ equal }: { readonly equal: boolean }) {
  const Mark = equal ? Equal : EqualNot;
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        equal ? 'text-good' : 'font-medium text-bad',
      )}
    >
      <Mark className="size-4" aria-hidden /> {equal ? 'equal' : 'differs'}
    </span>
  );
}

const checkColumns: readonly DataColumn<ReconciliationCheck>[] = [
  {
    id: 'name',
    head: 'Compared',
    cell: (check) => (
      <>
        <span className="block font-medium">{check.name}</span>
        <span className="sm:hidden">
          <Equality equal={check.equal} />
        </span>
      </>
    ),
    sort: (check) => check.name,
    csv: (check) => check.name,
  },
  {
    id: 'left',
    head: 'One source',
    numeric: true,
    cell: (check) => (
      <>
        {shown(check.left.value, check.currency)}
        <span className="block text-muted text-xs">{check.left.source}</span>
      </>
    ),
    csv: (check) => `${plain(check.left.value, check.currency)} (${check.left.source})`,
  },
  {
    id: 'right',
    head: 'The other',
    numeric: true,
    cell: (check) => (
      <>
        {shown(check.right.value, check.currency)}
        <span className="block text-muted text-xs">{check.right.source}</span>
      </>
    ),
    csv: (check) => `${plain(check.right.value, check.currency)} (${check.right.source})`,
  },
  {
    id: 'equal',
    head: 'Result',
    cell: (check) => <Equality equal={check.equal} />,
    sort: (check) => (check.equal ? 1 : 0),
    csv: (check) => (check.equal ? 'equal' : 'differs'),
    from: 'sm',
  },
];

const breakColumns: readonly DataColumn<ReconciliationBreak>[] = [
  {
    id: 'subject',
    head: 'Break',
    cell: (row) => (
      <>
        <span className="block font-medium">{row.subject}</span>
        <span className="block text-muted text-xs">{row.kind}</span>
      </>
    ),
    sort: (row) => row.subject,
    csv: (row) => `${row.kind} ${row.subject}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (row) => (
      <Badge tone={row.state === 'OPEN' ? 'bad' : 'good'}>{row.state === 'OPEN' ? 'Open' : 'Resolved'}</Badge>
    ),
    csv: (row) => row.state,
  },
  {
    id: 'owner',
    head: 'Owner',
    cell: (row) => row.owner?.name ?? 'nobody yet',
    csv: (row) => row.owner?.name,
    from: 'md',
  },
  {
    id: 'seen',
    head: 'First seen',
    cell: (row) => <Moment at={row.firstSeenAt} />,
    sort: (row) => row.firstSeenAt,
    csv: (row) => row.firstSeenAt,
    from: 'lg',
  },
  {
    id: 'expected',
    head: 'Expected',
    numeric: true,
    cell: (row) => row.expected,
    csv: (row) => row.expected,
  },
  { id: 'actual', head: 'Actual', numeric: true, cell: (row) => row.actual, csv: (row) => row.actual },
];

export function ReconciliationView() {
  const latest = useRoute(
    readLatestReconciliation,
    {},
    { every: (data) => (data?.run?.state === 'RUNNING' ? 1_500 : 15_000) },
  );
  const { may } = useSession();
  const act = useAct(startReconciliation, { refreshes: [readLatestReconciliation] });
  const running = act.isPending || latest.data?.run?.state === 'RUNNING';
  return (
    <div className="flex flex-col gap-6">
      {may('reconciliation.run') ? (
        <div>
          <Button busy={running} onClick={() => act.mutate({})}>
            {running ? null : <RefreshCw aria-hidden />}
            {running ? 'Comparing…' : 'Compare now'}
          </Button>
        </div>
      ) : null}
      {act.error ? <FailureNotice error={act.error} /> : null}
      <QueryView query={latest}>
        {({ run }) =>
          run ? (
            <RunBody run={run} />
          ) : (
            <Card>
              <EmptyState icon={GitCompareArrows} title="Nothing compared yet">
                A run asks Stripe, Circle, the ledger and the chain for the same amounts and shows every
                difference as a break with an owner.
              </EmptyState>
            </Card>
          )
        }
      </QueryView>
    </div>
  );
}

function RunBody({ run }: { readonly run: ReconciliationRun }) {
  return (
    <>
      <RunNotice run={run} />
      {run.breaks.length > 0 ? (
        <Card>
          <CardHeader title="Breaks" />
          <DataTable
            caption="Breaks"
            rows={run.breaks}
            columns={breakColumns}
            rowId={(row) => row.id}
            fileName="freehold-breaks"
          />
        </Card>
      ) : null}
      <Card>
        <CardHeader title="What was compared" />
        <DataTable
          caption="Comparisons"
          rows={run.checks}
          columns={checkColumns}
          rowId={(check) => `${check.name} ${check.currency} ${check.left.source} ${check.right.source}`}
          fileName="freehold-reconciliation"
          pageSize={50}
          empty={
            <p className="px-5 pb-5 text-muted text-sm">The run has not come to its first comparison yet.</p>
          }
        />
      </Card>
    </>
  );
}

function RunNotice({ run }: { readonly run: ReconciliationRun }) {
  const when = run.finishedAt ? <Moment at={run.finishedAt} /> : <Moment at={run.startedAt} />;
  const block = run.block ? ` Chain read at block ${run.block}.` : '';
  if (run.state === 'CLEAN') {
    return (
      <Notice kind="good" title={`All ${run.checks.length} comparisons are equal`}>
        {when}.{block}
      </Notice>
    );
  }
  if (run.state === 'RUNNING') {
    return (
      <Notice kind="waiting" title="Comparing">
        Begun {when}.
      </Notice>
    );
  }
  if (run.state === 'FAILED') {
    return (
      <Notice kind="bad" title="The comparison could not be finished">
        {run.error ?? 'No reason was recorded.'} {when}.
      </Notice>
    );
  }
  const open = run.breaks.filter((row) => row.state === 'OPEN').length;
  return (
    <Notice kind="bad" title={open === 1 ? 'One break is open' : `${open} breaks are open`}>
      {when}.{block}
    </Notice>
  );
}
