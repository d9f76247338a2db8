'use client';

import { previewStatement, type Statement } from '@freehold/shared/statement';
import { FileText } from 'lucide-react';
import Link from 'next/link';
import { QueryView } from '#features/shell/query-view.tsx';
import { TransitionsCard } from '#features/shell/transitions-card.tsx';
import { ArrivalCard } from '#features/statement/arrival-card.tsx';
import { StatementFiguresCard } from '#features/statement/statement-figures-card.tsx';
import { StatementLinesTable } from '#features/statement/statement-lines-table.tsx';
import { statementStateWords } from '#features/statement/statement-state.ts';
import { StatementStateBadge } from '#features/statement/statement-state-badge.tsx';
import { SubmitStatement } from '#features/statement/submit-statement.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { usePeriod } from '#lib/use-period.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Notice } from '#ui/notice.tsx';
import { PeriodPicker } from '#ui/period-picker.tsx';

function wordOf(state: string): string {
  const words = Object.entries(statementStateWords).find(([name]) => name === state)?.[1];
  return words?.label ?? state;
}

/** The month's income statement as its manager sees it: computed until submitted, frozen after. */
export function ManagerStatement({ propertyId }: { readonly propertyId: string }) {
  const [period, setPeriod] = usePeriod();
  const statement = useRoute(
    previewStatement,
    { params: { id: propertyId, period } },
    { every: (data) => (data?.state === 'DISTRIBUTED' ? false : 10_000), keep: true },
  );
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PeriodPicker period={period} onChange={setPeriod} />
        {statement.data ? <SubmitStatement statement={statement.data} /> : null}
      </div>
      <QueryView query={statement}>{(data) => <StatementBody statement={data} />}</QueryView>
    </div>
  );
}

function StatementBody({ statement }: { readonly statement: Statement }) {
  return (
    <>
      <StatementNotice statement={statement} />
      {hasNothing(statement) ? (
        <NothingYet statement={statement} />
      ) : (
        <StatementCards statement={statement} />
      )}
    </>
  );
}

/** A month without rent and without expenses has no figures worth showing. */
function hasNothing({ state, figures }: Statement): boolean {
  return (
    state === 'OPEN' && BigInt(figures.grossRent.amount) === 0n && BigInt(figures.expenses.amount) === 0n
  );
}

function NothingYet({ statement }: { readonly statement: Statement }) {
  return (
    <Card>
      <EmptyState
        icon={FileText}
        title={`No rent received in ${formatPeriod(statement.period)}`}
        action={
          <Button asChild tone="secondary">
            <Link href={`/manager/properties/${statement.propertyId}/rent-roll?period=${statement.period}`}>
              Open the rent roll
            </Link>
          </Button>
        }
      >
        The statement fills by itself as tenants pay and expenses are booked. Other months are one step away
        with the arrows above.
      </EmptyState>
    </Card>
  );
}

function StatementCards({ statement }: { readonly statement: Statement }) {
  return (
    <>
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr] lg:items-start">
        <StatementFiguresCard statement={statement} />
        <div className="flex flex-col gap-6">
          <ArrivalCard arrival={statement.arrival} />
          <TransitionsCard transitions={statement.transitions} wordOf={wordOf} />
        </div>
      </div>
      <StatementLinesTable statement={statement} />
    </>
  );
}

function StatementNotice({ statement }: { readonly statement: Statement }) {
  const words = statementStateWords[statement.state];
  if (statement.state === 'SENT_BACK') {
    return (
      <Notice kind="warn" title="An administrator sent this statement back">
        “{statement.sentBackReason ?? 'No reason was given.'}” Correct what is needed, then submit it again.
      </Notice>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="font-semibold text-lg">{formatPeriod(statement.period)}</h2>
      <StatementStateBadge state={statement.state} />
      {words.waitsFor ? <p className="text-muted text-sm">{words.waitsFor}</p> : null}
      {statement.state === 'OPEN' ? (
        <p className="w-full text-muted text-sm">
          Figures are live: they follow the rent received and the{' '}
          <Link
            href={`/manager/properties/${statement.propertyId}/expenses?period=${statement.period}`}
            className="text-brand underline underline-offset-4"
          >
            expenses booked
          </Link>
          . Submitting freezes them.
        </p>
      ) : null}
    </div>
  );
}
