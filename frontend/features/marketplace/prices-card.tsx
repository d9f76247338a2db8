'use client';

import { type Candle, readCandles } from '@freehold/shared/marketplace';
import { ChartLine } from 'lucide-react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay } from '#lib/date-format.ts';
import { decimalOf, decimalOfShares, formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Shares } from '#ui/shares.tsx';

const USDC_UNIT = 1_000_000;
const TICK = { fill: 'var(--muted)', fontSize: 12 };

/** Days of prices begin and end at midnight UTC: the reader’s own zone would name another one. */
const dayOf = (start: string): string => formatDay(start.slice(0, 10));

const price = (id: 'open' | 'high' | 'low' | 'close', head: string): DataColumn<Candle> => ({
  id,
  head,
  numeric: true,
  cell: (candle) => formatMoney(candle[id], { unit: false }),
  csv: (candle) => decimalOf(candle[id]),
  ...(id === 'close' ? {} : { from: 'sm' as const }),
});

const columns: readonly DataColumn<Candle>[] = [
  {
    id: 'start',
    head: 'Day',
    cell: ({ start }) => dayOf(start),
    sort: ({ start }) => start,
    csv: ({ start }) => start.slice(0, 10),
  },
  price('open', 'First'),
  price('high', 'Highest'),
  price('low', 'Lowest'),
  price('close', 'Last (USDC)'),
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: ({ shares }) => <Shares value={shares} />,
    csv: ({ shares }) => decimalOfShares(shares),
  },
];

/** Prices day by day, drawn and in figures. Days without a trade are left out. */
export function PricesCard({ id }: { readonly id: string }) {
  const candles = useRoute(readCandles, { params: { id }, query: { interval: '1d', limit: 90 } });
  return (
    <Card>
      <CardHeader
        title="Prices by day"
        description="Last price of each day (UTC) with a trade, USDC for one share."
      />
      <QueryView query={candles} className="px-5 pb-5">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ChartLine} title="No trade yet">
              After the first trade, prices stand here day by day.
            </EmptyState>
          ) : (
            <>
              <Drawing candles={items} />
              <DataTable
                caption="Prices by day"
                rows={items.toReversed()}
                columns={columns}
                rowId={({ start }) => start}
                fileName="freehold-prices"
                pageSize={7}
              />
            </>
          )
        }
      </QueryView>
    </Card>
  );
}

function Drawing({ candles }: { readonly candles: readonly Candle[] }) {
  // Drawn: heights only, the exact figures stand in the table below.
  const points = candles.map(({ start, close }) => ({ start, height: Number(close.amount) / USDC_UNIT }));
  return (
    <CardBody>
      <div className="h-48" aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart
            data={points}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="start"
              tickFormatter={(at: string) => dayOf(at).split(',')[0] ?? ''}
              tick={TICK}
              tickLine={false}
              axisLine={false}
              minTickGap={32}
            />
            <YAxis tick={TICK} tickLine={false} axisLine={false} width={56} domain={['auto', 'auto']} />
            <Line dataKey="height" stroke="var(--brand)" strokeWidth={2} isAnimationActive={false} />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </CardBody>
  );
}
