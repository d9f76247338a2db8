'use client';

import type { Position } from '@freehold/shared/portfolio';
import { PieChart } from 'lucide-react';
import Link from 'next/link';
import { formatDay } from '#lib/date-format.ts';
import { decimalOf, decimalOfShares, formatMoney, formatShareOf } from '#lib/money-format.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Shares } from '#ui/shares.tsx';

const partOf = (position: Position): string => formatShareOf(BigInt(position.basisPoints), 10_000n);

const columns: readonly DataColumn<Position>[] = [
  {
    id: 'property',
    head: 'Property',
    cell: (position) => (
      <>
        <Link
          href={`/properties/${position.propertyId}`}
          className="block font-medium underline-offset-4 hover:underline"
        >
          {position.propertyName}
        </Link>
        <span className="block text-muted text-xs">{position.symbol}</span>
      </>
    ),
    sort: (position) => position.propertyName,
    csv: (position) => `${position.propertyName} (${position.symbol})`,
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: (position) => (
      <>
        <Shares value={position.shares} />
        <span className="block text-muted text-xs">{partOf(position)} of all</span>
      </>
    ),
    sort: (position) => BigInt(position.shares),
    csv: (position) => decimalOfShares(position.shares),
  },
  {
    id: 'value',
    head: 'Part of the valuation',
    numeric: true,
    cell: (position) => (
      <>
        {formatMoney(position.value)}
        <span className="block text-muted text-xs">
          of {formatMoney(position.valuation)}, {formatDay(position.valuedOn)}
        </span>
      </>
    ),
    sort: (position) => BigInt(position.value.amount),
    csv: (position) => decimalOf(position.value),
    from: 'sm',
  },
  {
    id: 'received',
    head: 'Received',
    numeric: true,
    cell: (position) => formatMoney(position.received),
    sort: (position) => BigInt(position.received.amount),
    csv: (position) => decimalOf(position.received),
  },
];

export function PositionsCard({ positions }: { readonly positions: readonly Position[] }) {
  return (
    <Card>
      <CardHeader title="Your shares" />
      <DataTable
        caption="Your shares"
        rows={positions}
        columns={columns}
        rowId={(position) => position.propertyId}
        fileName="freehold-positions"
        empty={
          <EmptyState icon={PieChart} title="You hold no shares yet">
            Once you are verified, shares issued to your wallet appear here as soon as the chain has recorded
            them.
          </EmptyState>
        }
      />
    </Card>
  );
}
