'use client';

import { type Dividend, listDividends } from '@freehold/shared/dividend';
import { HandCoins } from 'lucide-react';
import { dividendWords } from '#features/dividend/dividend-state.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const money = (
  id: 'gross' | 'expenses' | 'reserve' | 'net',
  head: string,
  from?: 'sm' | 'md' | 'lg',
): DataColumn<Dividend> => ({
  id,
  head,
  numeric: true,
  cell: (dividend) => formatMoney(dividend[id], { unit: false }),
  sort: (dividend) => BigInt(dividend[id].amount),
  csv: (dividend) => decimalOf(dividend[id]),
  ...(from ? { from } : {}),
});

const columns: readonly DataColumn<Dividend>[] = [
  {
    id: 'period',
    head: 'Rent of',
    cell: (dividend) => (
      <>
        <span className="block font-medium">{formatPeriod(dividend.period)}</span>
        <Badge tone={dividendWords[dividend.state].tone}>{dividendWords[dividend.state].label}</Badge>
      </>
    ),
    sort: (dividend) => dividend.period,
    csv: (dividend) => dividend.period,
  },
  money('gross', 'Gross rent', 'sm'),
  money('expenses', 'Expenses', 'md'),
  money('reserve', 'Reserve', 'lg'),
  money('net', 'Net'),
  {
    id: 'share',
    head: 'Per share',
    numeric: true,
    cell: (dividend) =>
      dividend.perShare ? formatMoney(dividend.perShare, { unit: false, allDigits: true }) : '—',
    sort: (dividend) => BigInt(dividend.perShare?.amount ?? 0),
    csv: (dividend) => dividend.perShare && decimalOf(dividend.perShare),
  },
];

/** What a property distributed so far, from gross to per share. */
export function PropertyDividends({ propertyId }: { readonly propertyId: string }) {
  const dividends = useRoute(listDividends, { query: { propertyId } });
  return (
    <Card>
      <CardHeader
        title="Dividends"
        description="All amounts in USDC. Expenses and reserve come off the rent first."
      />
      <QueryView query={dividends} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Dividends of this property"
            rows={items}
            columns={columns}
            rowId={(dividend) => dividend.id}
            fileName="freehold-property-dividends"
            pageSize={12}
            empty={
              <EmptyState icon={HandCoins} title="Nothing distributed yet">
                After each month, rent less expenses, fees and reserve is divided among the shares and stands
                here.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
