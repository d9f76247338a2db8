'use client';

import { type Holder, listHolders } from '@freehold/shared/token';
import { Users } from 'lucide-react';
import { QueryView } from '#features/shell/query-view.tsx';
import { decimalOfShares, formatShareOf, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Shares } from '#ui/shares.tsx';

const columns: readonly DataColumn<Holder>[] = [
  {
    id: 'holder',
    head: 'Holder',
    cell: (holder) => (
      <>
        <span className="block font-medium">{holder.investor?.name ?? 'Not linked to an account'}</span>
        <Copyable value={holder.wallet} what="wallet address" />
      </>
    ),
    sort: (holder) => holder.investor?.name ?? holder.wallet,
    csv: (holder) => `${holder.investor?.name ?? ''} ${holder.wallet}`.trim(),
  },
  {
    id: 'part',
    head: 'Part',
    numeric: true,
    cell: (holder) => (
      <span className="inline-flex items-center justify-end gap-3">
        <span aria-hidden className="relative h-2 w-16 overflow-hidden rounded-full bg-line max-sm:hidden">
          <span
            className="absolute inset-y-0 left-0 rounded-full bg-brand"
            style={{ width: `${holder.basisPoints / 100}%` }}
          />
        </span>
        {formatShareOf(BigInt(holder.basisPoints), 10_000n)}
      </span>
    ),
    sort: (holder) => holder.basisPoints,
    csv: (holder) => formatShareOf(BigInt(holder.basisPoints), 10_000n),
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: (holder) => <Shares value={holder.shares} />,
    sort: (holder) => BigInt(holder.shares),
    csv: (holder) => decimalOfShares(holder.shares),
  },
];

/** The share register as the chain says. */
export function HoldersTable({
  propertyId,
  symbol,
}: {
  readonly propertyId: string;
  readonly symbol: string;
}) {
  const holders = useRoute(listHolders, { params: { id: propertyId } }, { every: 5_000 });
  return (
    <Card>
      <CardHeader
        title="Holders"
        description={
          holders.data?.asOfBlock
            ? `As the chain says up to block ${holders.data.asOfBlock}.`
            : 'As the chain says.'
        }
      />
      <QueryView query={holders} className="px-5 pb-5">
        {({ items, supply }) => (
          <DataTable
            caption={`Holders of ${symbol}`}
            rows={items}
            columns={columns}
            rowId={(holder) => holder.wallet}
            fileName={`freehold-holders-${symbol}`}
            pageSize={10}
            totals={{ holder: 'Issued', shares: formatShares(supply) }}
            empty={
              <EmptyState icon={Users} title="Nobody holds shares yet">
                Issue shares to verified investors above. They appear here as soon as the chain has recorded
                them.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
