'use client';

import { listMarkets, type Market } from '@freehold/shared/marketplace';
import { Store } from 'lucide-react';
import Link from 'next/link';
import { QueryView } from '#features/shell/query-view.tsx';
import { decimalOf, formatMoney, type MoneyLike } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const price = (
  id: string,
  head: string,
  of: (market: Market) => MoneyLike | undefined,
): DataColumn<Market> => ({
  id,
  head,
  numeric: true,
  cell: (market) => {
    const money = of(market);
    return money ? formatMoney(money, { unit: false }) : '—';
  },
  csv: (market) => {
    const money = of(market);
    return money ? decimalOf(money) : null;
  },
});

const columns: readonly DataColumn<Market>[] = [
  {
    id: 'property',
    head: 'Property',
    cell: (market) => (
      <>
        <Link
          href={`/trade/${market.id}`}
          className="block font-medium text-brand underline-offset-4 hover:underline"
        >
          {market.propertyName}
        </Link>
        <span className="block text-muted text-xs">{market.symbol}</span>
      </>
    ),
    sort: ({ propertyName }) => propertyName,
    csv: ({ propertyName }) => propertyName,
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state }) => (
      <Badge tone={state === 'OPEN' ? 'good' : 'warn'}>{state === 'OPEN' ? 'Open' : 'Halted'}</Badge>
    ),
    csv: ({ state }) => state,
    from: 'sm',
  },
  price('bid', 'Best bid', ({ bestBid }) => bestBid?.price),
  price('ask', 'Best ask', ({ bestAsk }) => bestAsk?.price),
  price('last', 'Last trade', ({ lastTrade }) => lastTrade?.price),
  {
    id: 'days',
    head: 'Days since',
    numeric: true,
    cell: ({ daysSinceLastTrade }) => daysSinceLastTrade ?? '—',
    csv: ({ daysSinceLastTrade }) => daysSinceLastTrade,
    from: 'md',
  },
];

/** Where shares change hands between investors. */
export function MarketsView() {
  const markets = useRoute(listMarkets, {}, { every: 15_000 });
  return (
    <Card>
      <CardHeader title="Markets" description="Prices in USDC for one share." />
      <QueryView query={markets} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Markets"
            rows={items}
            columns={columns}
            rowId={({ id }) => id}
            fileName="freehold-markets"
            empty={
              <EmptyState icon={Store} title="No market is open">
                When an administrator opens the market of a property, its shares can be traded here.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
