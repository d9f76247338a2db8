'use client';

import { listStatements, type SavedStatement } from '@freehold/shared/statement';
import { FileText } from 'lucide-react';
import Link from 'next/link';
import { MoreButton } from '#features/shell/more-button.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { statementStateWords } from '#features/statement/statement-state.ts';
import { StatementStateBadge } from '#features/statement/statement-state-badge.tsx';
import { call } from '#lib/api.ts';
import { formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useMorePages } from '#lib/use-more-pages.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

function columnsOf(hrefOf: (statement: SavedStatement) => string): readonly DataColumn<SavedStatement>[] {
  return [
    {
      id: 'statement',
      head: 'Statement',
      cell: (statement) => (
        <>
          <Link href={hrefOf(statement)} className="font-medium underline-offset-4 hover:underline">
            {formatPeriod(statement.period)}
          </Link>
          <span className="block text-muted text-xs">{statement.propertyName}</span>
        </>
      ),
      sort: (statement) => statement.period,
      csv: (statement) => `${statement.propertyName} ${statement.period}`,
    },
    {
      id: 'state',
      head: 'State',
      cell: (statement) => (
        <>
          <StatementStateBadge state={statement.state} />
          {statement.state === 'SENT_BACK' && statement.sentBackReason ? (
            <span className="mt-1 block max-w-64 text-muted text-xs">“{statement.sentBackReason}”</span>
          ) : null}
        </>
      ),
      sort: (statement) => statementStateWords[statement.state].label,
      csv: (statement) => statementStateWords[statement.state].label,
    },
    {
      id: 'submitted',
      head: 'Submitted',
      cell: (statement) => (statement.submittedAt ? <Moment at={statement.submittedAt} /> : '—'),
      sort: (statement) => statement.submittedAt ?? '',
      csv: (statement) => statement.submittedAt,
      from: 'lg',
    },
    {
      id: 'gross',
      head: 'Gross rent',
      numeric: true,
      cell: (statement) => formatMoney(statement.figures.grossRent),
      sort: (statement) => BigInt(statement.figures.grossRent.amount),
      csv: (statement) => decimalOf(statement.figures.grossRent),
      from: 'md',
    },
    {
      id: 'net',
      head: 'Net',
      numeric: true,
      cell: (statement) => formatMoney(statement.figures.net),
      sort: (statement) => BigInt(statement.figures.net.amount),
      csv: (statement) => decimalOf(statement.figures.net),
    },
  ];
}

const PAGE = 100;

interface StatementsTableProps {
  /** `manager` leads to the month of the property, `admin` to the review. */
  readonly reader: 'manager' | 'admin';
}

const HREFS = {
  manager: (statement: SavedStatement) =>
    `/manager/properties/${statement.propertyId}/statement?period=${statement.period}`,
  admin: (statement: SavedStatement) => `/admin/statements/${statement.id}`,
} as const;

const COLUMNS = { manager: columnsOf(HREFS.manager), admin: columnsOf(HREFS.admin) } as const;

export function StatementsTable({ reader }: StatementsTableProps) {
  const statements = useMorePages(
    [listStatements.path],
    (cursor, signal) => call(listStatements, { query: { limit: PAGE, cursor } }, { signal }),
    { every: 15_000 },
  );
  return (
    <Card>
      <CardHeader title="Submitted statements" />
      <QueryView query={statements} className="px-5 pb-5">
        {(items) => (
          <DataTable
            caption="Income statements"
            rows={items}
            columns={COLUMNS[reader]}
            rowId={(statement) => statement.id}
            fileName="freehold-statements"
            empty={
              <EmptyState icon={FileText} title="No statements yet">
                {reader === 'manager'
                  ? 'At the end of a month, open a property, look at its income statement, and submit it. It then stands here with its state.'
                  : 'When a manager submits a month, it stands here for your review.'}
              </EmptyState>
            }
          />
        )}
      </QueryView>
      <MoreButton pages={statements} what="older statements" />
    </Card>
  );
}
