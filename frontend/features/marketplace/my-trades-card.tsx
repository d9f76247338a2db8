'use client';

import { listOwnTrades, type OwnTrade } from '@freehold/shared/marketplace';
import { Handshake } from 'lucide-react';
import { reasonWords, tradeWords } from '#features/marketplace/market-words.ts';
import { MoreButton } from '#features/shell/more-button.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { call } from '#lib/api.ts';
import { decimalOf, decimalOfShares, formatMoney } from '#lib/money-format.ts';
import { useMorePages } from '#lib/use-more-pages.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Shares } from '#ui/shares.tsx';

const SIDE = { BUY: 'Bought', SELL: 'Sold' } as const;

const columns: readonly DataColumn<OwnTrade>[] = [
  {
    id: 'at',
    head: 'Trade',
    cell: (trade) => (
      <>
        <span className="block font-medium">
          {SIDE[trade.side]} {trade.symbol}
        </span>
        <span className="block text-muted text-xs">
          <Moment at={trade.at} />
        </span>
      </>
    ),
    sort: ({ at }) => at,
    csv: (trade) => `${SIDE[trade.side]} ${trade.symbol} ${trade.at}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state, reason }) => (
      <>
        <Badge tone={tradeWords[state].tone}>{tradeWords[state].label}</Badge>
        {reason || tradeWords[state].waitsFor ? (
          <span className="mt-1 block max-w-72 text-muted text-xs">
            {reason ? reasonWords(reason) : tradeWords[state].waitsFor}
          </span>
        ) : null}
      </>
    ),
    csv: ({ state }) => tradeWords[state].label,
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: ({ shares }) => <Shares value={shares} />,
    csv: ({ shares }) => decimalOfShares(shares),
  },
  {
    id: 'price',
    head: 'Price (USDC)',
    numeric: true,
    cell: ({ price }) => formatMoney(price, { unit: false }),
    csv: ({ price }) => decimalOf(price),
    from: 'sm',
  },
  {
    id: 'fee',
    head: 'Fee (USDC)',
    numeric: true,
    cell: ({ fee }) => formatMoney(fee, { unit: false }),
    csv: ({ fee }) => decimalOf(fee),
    from: 'md',
  },
  {
    id: 'cost',
    head: 'USDC',
    numeric: true,
    cell: ({ cost }) => formatMoney(cost, { unit: false }),
    csv: ({ cost }) => decimalOf(cost),
  },
  {
    id: 'tx',
    head: 'Transaction',
    cell: ({ txHash }) => (txHash ? <Copyable value={txHash} what="transaction hash" /> : '—'),
    csv: ({ txHash }) => txHash,
    from: 'lg',
  },
];

const PAGE = 100;

/** What one's own orders led to. */
export function MyTradesCard() {
  const trades = useMorePages([listOwnTrades.path], (cursor, signal) =>
    call(listOwnTrades, { query: { limit: PAGE, cursor } }, { signal }),
  );
  return (
    <Card>
      <CardHeader
        title="My trades"
        description="In all markets. Shares and USDC change hands in one transaction."
      />
      <QueryView query={trades} className="px-5 pb-5">
        {(items) => (
          <DataTable
            caption="My trades"
            rows={items}
            columns={columns}
            rowId={({ id, orderId }) => `${id}:${orderId}`}
            fileName="freehold-my-trades"
            pageSize={10}
            empty={
              <EmptyState icon={Handshake} title="No trade yet">
                When an order of yours meets another, the trade stands here with how far it is.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      <MoreButton pages={trades} what="older trades" />
    </Card>
  );
}
