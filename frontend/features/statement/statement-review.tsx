'use client';

import { readStatement, type SavedStatement } from '@freehold/shared/statement';
import Link from 'next/link';
import { QueryView } from '#features/shell/query-view.tsx';
import { TransitionsCard } from '#features/shell/transitions-card.tsx';
import { ArrivalCard } from '#features/statement/arrival-card.tsx';
import { DecideStatement } from '#features/statement/decide-statement.tsx';
import { StatementFiguresCard } from '#features/statement/statement-figures-card.tsx';
import { StatementLinesTable } from '#features/statement/statement-lines-table.tsx';
import { statementStateWords } from '#features/statement/statement-state.ts';
import { StatementStateBadge } from '#features/statement/statement-state-badge.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

function wordOf(state: string): string {
  const words = Object.entries(statementStateWords).find(([name]) => name === state)?.[1];
  return words?.label ?? state;
}

/** A submitted month for its reviewer: figures, arrival of the money, the decision. */
export function StatementReview({ id }: { readonly id: string }) {
  const statement = useRoute(
    readStatement,
    { params: { id } },
    { every: (data) => (data?.state === 'SUBMITTED' ? 5_000 : false) },
  );
  return <QueryView query={statement}>{(data) => <ReviewBody statement={data} />}</QueryView>;
}

function ReviewBody({ statement }: { readonly statement: SavedStatement }) {
  return (
    <>
      <PageHeader
        back={{ href: '/admin/statements', label: 'Income statements' }}
        title={`${statement.propertyName}, ${formatPeriod(statement.period)}`}
        status={<StatementStateBadge state={statement.state} />}
        description={statement.submittedBy ? `Submitted by ${statement.submittedBy.name}.` : undefined}
        actions={<DecideStatement statement={statement} />}
      />
      <ReviewNotice statement={statement} />
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr] lg:items-start">
        <StatementFiguresCard statement={statement} />
        <div className="flex flex-col gap-6">
          <ArrivalCard arrival={statement.arrival} />
          <TransitionsCard transitions={statement.transitions} wordOf={wordOf} />
        </div>
      </div>
      <div className="mt-6">
        <StatementLinesTable statement={statement} />
      </div>
    </>
  );
}

function ReviewNotice({ statement }: { readonly statement: SavedStatement }) {
  if (statement.state === 'SUBMITTED' && !statement.arrival.arrived) {
    return (
      <Notice
        kind="waiting"
        title="It can be approved once all of its money is in the treasury"
        className="mb-6"
        actions={
          <Button asChild tone="secondary" size="small">
            <Link href="/admin/treasury">See where the money is</Link>
          </Button>
        }
      />
    );
  }
  if (statement.state === 'SENT_BACK') {
    return (
      <Notice kind="info" title="Sent back to its manager" className="mb-6">
        “{statement.sentBackReason}”
      </Notice>
    );
  }
  if (statement.dividendId) {
    return (
      <Notice
        kind={statement.state === 'DISTRIBUTED' ? 'good' : 'info'}
        title={
          statement.state === 'DISTRIBUTED' ? 'Its dividend was paid' : 'Approved. Its dividend is ready'
        }
        className="mb-6"
        actions={
          <Button asChild tone="secondary" size="small">
            <Link href={`/admin/dividends/${statement.dividendId}`}>Open the dividend</Link>
          </Button>
        }
      />
    );
  }
  return null;
}
