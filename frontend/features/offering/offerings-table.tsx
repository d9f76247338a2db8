'use client';

import { listOfferings, type Offering } from '@freehold/shared/offering';
import { Store } from 'lucide-react';
import Link from 'next/link';
import { OfferingStateBadge } from '#features/offering/offering-state-badge.tsx';
import { offeringWords } from '#features/offering/offering-words.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { decimalOf, decimalOfShares, formatMoney, formatShareOf, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

const columns: readonly DataColumn<Offering>[] = [
  {
    id: 'property',
    head: 'Property',
    cell: (row) => (
      <Link href={`/admin/offerings/${row.id}`} className="font-medium underline underline-offset-4">
        {row.property.name}
      </Link>
    ),
    sort: (row) => row.property.name,
    csv: (row) => row.property.name,
  },
  {
    id: 'state',
    head: 'State',
    cell: (row) => <OfferingStateBadge offering={row} />,
    sort: (row) => offeringWords[row.state].label,
    csv: (row) => offeringWords[row.state].label,
  },
  {
    id: 'price',
    head: 'Price in USDC',
    numeric: true,
    cell: (row) => formatMoney(row.price, { unit: false }),
    sort: (row) => BigInt(row.price.amount),
    csv: (row) => decimalOf(row.price),
    from: 'md',
  },
  {
    id: 'sold',
    head: 'Sold',
    numeric: true,
    cell: (row) =>
      `${formatShares(row.progress.subscribed)} (${formatShareOf(BigInt(row.progress.subscribed), BigInt(row.cap))})`,
    sort: (row) => row.progress.soldBasisPoints,
    csv: (row) => decimalOfShares(row.progress.subscribed),
  },
  {
    id: 'closes',
    head: 'Closes',
    cell: (row) => <Moment at={row.closesAt} />,
    sort: (row) => row.closesAt,
    csv: (row) => row.closesAt,
    from: 'sm',
  },
];

/** All primary sales. */
export function OfferingsTable() {
  const offerings = useRoute(listOfferings, {}, { every: 5_000 });
  return (
    <Card>
      <QueryView query={offerings} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Primary sales"
            rows={items}
            columns={columns}
            rowId={(row) => row.id}
            fileName="freehold-primary-sales"
            empty={
              <EmptyState icon={Store} title="No primary sale yet">
                Approve a property, then create its shares on its page: the sale is part of it.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
