'use client';

import { type Dividend, listDividends } from '@freehold/shared/dividend';
import { HandCoins } from 'lucide-react';
import Link from 'next/link';
import { dividendWords, isWorking } from '#features/dividend/dividend-state.ts';
import { MoreButton } from '#features/shell/more-button.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { call } from '#lib/api.ts';
import { formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useMorePages } from '#lib/use-more-pages.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const PAGE = 100;

const columns: readonly DataColumn<Dividend>[] = [
  {
    id: 'dividend',
    head: 'Dividend',
    cell: (dividend) => (
      <>
        <Link
          href={`/admin/dividends/${dividend.id}`}
          className="block font-medium underline-offset-4 hover:underline"
        >
          {formatPeriod(dividend.period)}
        </Link>
        <span className="block text-muted text-xs">{dividend.propertyName}</span>
      </>
    ),
    sort: (dividend) => dividend.period,
    csv: (dividend) => `${dividend.propertyName} ${dividend.period}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (dividend) => (
      <Badge tone={dividendWords[dividend.state].tone}>{dividendWords[dividend.state].label}</Badge>
    ),
    sort: (dividend) => dividendWords[dividend.state].label,
    csv: (dividend) => dividendWords[dividend.state].label,
  },
  {
    id: 'holders',
    head: 'Holders paid',
    numeric: true,
    cell: (dividend) => (dividend.holders > 0 ? `${dividend.paidHolders} of ${dividend.holders}` : '—'),
    sort: (dividend) => dividend.paidHolders,
    csv: (dividend) => `${dividend.paidHolders} of ${dividend.holders}`,
    from: 'md',
  },
  {
    id: 'share',
    head: 'Per share',
    numeric: true,
    cell: (dividend) => (dividend.perShare ? formatMoney(dividend.perShare) : '—'),
    sort: (dividend) => BigInt(dividend.perShare?.amount ?? 0),
    csv: (dividend) => dividend.perShare && decimalOf(dividend.perShare),
    from: 'md',
  },
  {
    id: 'net',
    head: 'Net',
    numeric: true,
    cell: (dividend) => formatMoney(dividend.net),
    sort: (dividend) => BigInt(dividend.net.amount),
    csv: (dividend) => decimalOf(dividend.net),
  },
];

export function DividendsTable() {
  const dividends = useMorePages(
    [listDividends.path],
    (cursor, signal) => call(listDividends, { query: { limit: PAGE, cursor } }, { signal }),
    { every: (rows) => (rows.some(({ state }) => isWorking(state)) ? 3_000 : 20_000) },
  );
  return (
    <Card>
      <CardHeader title="Dividends" />
      <QueryView query={dividends} className="px-5 pb-5">
        {(items) => (
          <DataTable
            caption="Dividends"
            rows={items}
            columns={columns}
            rowId={(dividend) => dividend.id}
            fileName="freehold-dividends"
            empty={
              <EmptyState icon={HandCoins} title="No dividends yet">
                Approving a month’s income statement makes its dividend. Then you declare it, which fixes the
                holders, and run it, which pays them.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      <MoreButton pages={dividends} what="older dividends" />
    </Card>
  );
}
