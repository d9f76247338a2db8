'use client';

import { listTape } from '@freehold/shared/marketplace';
import type { ResponseOf } from '@freehold/shared/route';
import { ArrowLeftRight } from 'lucide-react';
import { tradeWords } from '#features/marketplace/market-words.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { decimalOf, decimalOfShares, formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Shares } from '#ui/shares.tsx';

type Traded = ResponseOf<typeof listTape>['items'][number];

const columns: readonly DataColumn<Traded>[] = [
  { id: 'at', head: 'When', cell: ({ at }) => <Moment at={at} />, csv: ({ at }) => at },
  {
    id: 'price',
    head: 'Price (USDC)',
    numeric: true,
    cell: ({ price }) => formatMoney(price, { unit: false }),
    csv: ({ price }) => decimalOf(price),
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: ({ shares }) => <Shares value={shares} />,
    csv: ({ shares }) => decimalOfShares(shares),
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state }) => <Badge tone={tradeWords[state].tone}>{tradeWords[state].label}</Badge>,
    csv: ({ state }) => tradeWords[state].label,
    from: 'sm',
  },
];

/** What changed hands, newest first, without names. */
export function TapeCard({ id }: { readonly id: string }) {
  const tape = useRoute(listTape, { params: { id }, query: { limit: 50 } });
  return (
    <Card>
      <CardHeader title="Trades" description="Newest first, without names." />
      <QueryView query={tape} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Trades"
            rows={items}
            columns={columns}
            rowId={({ id: trade }) => trade}
            fileName="freehold-trades"
            pageSize={10}
            empty={
              <EmptyState icon={ArrowLeftRight} title="No trade yet">
                When a buyer and a seller meet, their trade stands here.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
