'use client';

import {
  cancelAllOrders,
  cancelOrder,
  listOrders,
  type MarketOrder,
  readDepth,
  readMarket,
  readOrderTerms,
} from '@freehold/shared/marketplace';
import { ListOrdered } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { chainCancelWords, isSettleable } from '#features/marketplace/chain-cancellation.ts';
import { isOpen, orderWords, reasonWords } from '#features/marketplace/market-words.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { decimalOf, decimalOfShares, formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Shares } from '#ui/shares.tsx';

// Wallets are needed by the few who cancel themselves.
const ChainCancelDialog = dynamic(() =>
  import('#features/marketplace/chain-cancel-dialog.tsx').then((module) => module.ChainCancelDialog),
);

const CHANGES = [listOrders, readDepth, readMarket, readOrderTerms];
const SIDE = { BUY: 'Buy', SELL: 'Sell' } as const;

const columns = (onChain: (order: MarketOrder) => void): readonly DataColumn<MarketOrder>[] => [
  {
    id: 'side',
    head: 'Order',
    cell: (order) => (
      <>
        <span className="block font-medium">
          {SIDE[order.side]} {order.symbol}
        </span>
        <span className="block text-muted text-xs">
          <Moment at={order.createdAt} />
        </span>
      </>
    ),
    sort: ({ createdAt }) => createdAt,
    csv: (order) => `${SIDE[order.side]} ${order.symbol} ${order.createdAt}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (order) => (
      <>
        <Badge tone={orderWords(order).tone}>{orderWords(order).label}</Badge>
        {order.reason ? (
          <span className="mt-1 block max-w-72 text-muted text-xs">{reasonWords(order.reason)}</span>
        ) : null}
        {chainCancelWords(order) ? (
          <span className="mt-1 block max-w-72 text-muted text-xs">{chainCancelWords(order)}</span>
        ) : null}
      </>
    ),
    csv: (order) => orderWords(order).label,
  },
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
    from: 'sm',
  },
  {
    id: 'matched',
    head: 'Filled',
    numeric: true,
    cell: ({ matched }) => <Shares value={matched} />,
    csv: ({ matched }) => decimalOfShares(matched),
  },
  {
    id: 'expires',
    head: 'Until',
    cell: (order) => (isOpen(order) ? <Moment at={order.expiresAt} /> : '—'),
    csv: ({ expiresAt }) => expiresAt,
    from: 'lg',
  },
  {
    id: 'act',
    head: 'Cancel',
    cell: (order) => (
      <span className="flex flex-wrap gap-1">
        <CancelButton order={order} />
        {isSettleable(order, Date.now()) ? (
          <Button
            tone="quiet"
            size="small"
            aria-label={`On chain: cancel the order of ${order.createdAt}`}
            onClick={() => onChain(order)}
          >
            On chain
          </Button>
        ) : null}
      </span>
    ),
  },
];

interface OnChain {
  readonly orders: readonly MarketOrder[];
  readonly all: boolean;
}

/** What is read again soon: orders on their way into the book, and cancellations that are not final. */
const isMoving = (order: MarketOrder): boolean => !order.accepted || order.chainCancellation?.final === false;

/** One's own orders in this market, newest first, and the ways out of them. */
export function MyOrdersCard({ marketId }: { readonly marketId: string }) {
  const own = useRoute(
    listOrders,
    { query: { marketId, limit: 100 } },
    { every: (data) => (data?.items.some(isMoving) ? 1_500 : false) },
  );
  const cancelAll = useAct(cancelAllOrders, { refreshes: CHANGES });
  const open = own.data?.items.filter(isOpen).length ?? 0;
  const settleable = own.data?.items.filter((order) => isSettleable(order, Date.now())) ?? [];
  const [onChain, setOnChain] = useState<OnChain>();
  return (
    <Card>
      <CardHeader
        title="My orders"
        description="What is matched is settled even when the rest is cancelled."
        actions={
          <span className="flex flex-wrap gap-2">
            {open > 1 ? (
              <Button
                tone="secondary"
                size="small"
                busy={cancelAll.isPending}
                onClick={() => cancelAll.mutate({ body: { marketId } })}
              >
                Cancel all {open}
              </Button>
            ) : null}
            {settleable.length > 1 ? (
              <Button
                tone="secondary"
                size="small"
                onClick={() => setOnChain({ orders: settleable, all: true })}
              >
                Cancel all on chain
              </Button>
            ) : null}
          </span>
        }
      />
      {cancelAll.error ? <FailureNotice error={cancelAll.error} className="mx-5 mb-3" /> : null}
      <QueryView query={own} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="My orders"
            rows={items}
            columns={columns((order) => setOnChain({ orders: [order], all: false }))}
            rowId={({ id }) => id}
            fileName="freehold-my-orders"
            pageSize={10}
            empty={
              <EmptyState icon={ListOrdered} title="No orders yet">
                An order you sign stands here until it is filled, cancelled or over.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {onChain ? (
        <ChainCancelDialog marketId={marketId} {...onChain} onClose={() => setOnChain(undefined)} />
      ) : null}
    </Card>
  );
}

function CancelButton({ order }: { readonly order: MarketOrder }) {
  const cancel = useAct(cancelOrder, { refreshes: CHANGES });
  if (!isOpen(order) || order.cancelRequested) return null;
  return (
    <Button
      tone="quiet"
      size="small"
      busy={cancel.isPending}
      aria-label={`Cancel the order of ${order.createdAt}`}
      onClick={() => cancel.mutate({ params: { id: order.id } })}
    >
      Cancel
    </Button>
  );
}
