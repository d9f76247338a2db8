'use client';

import {
  investorStatementCsv,
  investorStatementPdf,
  listInvestorStatements,
} from '@freehold/shared/investor-statement';
import type { ResponseOf } from '@freehold/shared/route';
import { FileText } from 'lucide-react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useDownload } from '#lib/use-download.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

type Row = ResponseOf<typeof listInvestorStatements>['items'][number];
const YEAR_LENGTH = 4;
const nameOf = (period: string): string =>
  period.length === YEAR_LENGTH ? `Year ${period}` : formatPeriod(period);

/** Monthly and yearly statements to download. */
export function StatementsView() {
  const statements = useRoute(listInvestorStatements, {});
  const pdf = useDownload(investorStatementPdf);
  const csv = useDownload(investorStatementCsv);
  const failure = pdf.error ?? csv.error;
  const columns: readonly DataColumn<Row>[] = [
    {
      id: 'period',
      head: 'Period',
      cell: ({ period, complete }) => (
        <>
          <span className="block font-medium">{nameOf(period)}</span>
          {complete ? null : <Badge tone="info">not over yet</Badge>}
        </>
      ),
      sort: ({ period }) => period,
      csv: ({ period }) => period,
    },
    {
      id: 'dividends',
      head: 'Dividends (USDC)',
      numeric: true,
      cell: ({ dividends }) => formatMoney(dividends, { unit: false }),
      sort: ({ dividends }) => BigInt(dividends.amount),
      csv: ({ dividends }) => decimalOf(dividends),
    },
    {
      id: 'files',
      head: 'Files',
      numeric: true,
      cell: ({ period }) => (
        <span className="inline-flex flex-wrap justify-end gap-2">
          <Button
            size="small"
            tone="secondary"
            aria-label={`${nameOf(period)} as PDF`}
            onClick={() => pdf.mutate({ params: { period } })}
          >
            PDF
          </Button>
          <Button
            size="small"
            tone="secondary"
            aria-label={`${nameOf(period)} as CSV`}
            onClick={() => csv.mutate({ params: { period } })}
          >
            CSV
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Card>
      <CardHeader
        title="Statements"
        description="One for each month and year, with an annex for every property. Dividends are the ledger’s own figures; withholding is shown for information and never taken off."
      />
      {failure ? (
        <CardBody>
          <FailureNotice error={failure} />
        </CardBody>
      ) : null}
      <QueryView query={statements} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Statements"
            rows={items}
            columns={columns}
            rowId={({ period }) => period}
            fileName="freehold-statements"
            empty={
              <EmptyState icon={FileText} title="No statements yet">
                The first one appears with your first purchase or dividend, once it is final on the chain.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
