'use client';

import { type MarketDepth, readDepth } from '@freehold/shared/marketplace';
import { Layers } from 'lucide-react';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const LEVELS = 10;

/** Who waits at which price, best first. */
export function DepthCard({ id }: { readonly id: string }) {
  const depth = useRoute(readDepth, { params: { id }, query: { levels: LEVELS } });
  return (
    <Card>
      <CardHeader
        title="Order book"
        description={`The best ${LEVELS} prices of either side, USDC for one share.`}
      />
      <CardBody>
        <QueryView query={depth}>
          {(book) =>
            book.bids.length + book.asks.length === 0 ? (
              <EmptyState icon={Layers} title="The book is empty">
                Nobody has an order here. The first one waits for somebody to meet it.
              </EmptyState>
            ) : (
              <div className="grid gap-6 sm:grid-cols-2">
                <SideTable title="Buyers" levels={book.bids} bar="bg-good-soft" />
                <SideTable title="Sellers" levels={book.asks} bar="bg-bad-soft" />
              </div>
            )
          }
        </QueryView>
      </CardBody>
    </Card>
  );
}

interface SideTableProps {
  readonly title: string;
  readonly levels: MarketDepth['bids'];
  readonly bar: string;
}

function SideTable({ title, levels, bar }: SideTableProps) {
  const most = levels.reduce((max, { shares }) => (BigInt(shares) > max ? BigInt(shares) : max), 1n);
  return (
    <table className="w-full border-collapse self-start text-sm">
      <caption className="pb-1 text-left font-medium">{title}</caption>
      <thead>
        <tr className="border-line border-y bg-sunken/60 text-muted text-xs">
          <th scope="col" className="px-2 py-1.5 text-right font-medium">
            Price (USDC)
          </th>
          <th scope="col" className="px-2 py-1.5 text-right font-medium">
            Shares
          </th>
          <th scope="col" className="px-2 py-1.5 text-right font-medium">
            Orders
          </th>
        </tr>
      </thead>
      <tbody>
        {levels.map(({ price, shares, orders }) => (
          <tr key={price.amount} className="border-line border-b last:border-b-0">
            <td className="figures px-2 py-1.5 text-right">{formatMoney(price, { unit: false })}</td>
            <td className="figures relative px-2 py-1.5 text-right">
              <span
                aria-hidden
                className={`absolute inset-y-0.5 right-0 rounded-l ${bar}`}
                // Drawn: the width only, the figure stands beside it.
                style={{ width: `${(BigInt(shares) * 100n) / most}%` }}
              />
              <span className="relative">{formatShares(shares)}</span>
            </td>
            <td className="figures px-2 py-1.5 text-right">{orders}</td>
          </tr>
        ))}
        {levels.length === 0 ? (
          <tr>
            <td colSpan={3} className="px-2 py-3 text-muted">
              Nobody
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
