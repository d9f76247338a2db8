'use client';

import type { RentCharge } from '@freehold/shared/rent';
import { ReceiptText } from 'lucide-react';
import Link from 'next/link';
import { hasReceipt, rentStates } from '#features/rent/rent-state.ts';
import { RentStateBadge } from '#features/rent/rent-state-badge.tsx';
import { formatDay, formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const columns: readonly DataColumn<RentCharge>[] = [
  {
    id: 'period',
    head: 'Month',
    cell: (charge) => <span className="font-medium">{formatPeriod(charge.period)}</span>,
    sort: (charge) => charge.period,
    csv: (charge) => charge.period,
  },
  {
    id: 'unit',
    head: 'Unit',
    cell: (charge) => `${charge.propertyName}, ${charge.unitLabel}`,
    csv: (charge) => `${charge.propertyName}, ${charge.unitLabel}`,
    from: 'md',
  },
  {
    id: 'due',
    head: 'Due',
    cell: (charge) => formatDay(charge.dueOn),
    sort: (charge) => charge.dueOn,
    csv: (charge) => charge.dueOn,
    from: 'sm',
  },
  {
    id: 'state',
    head: 'State',
    cell: (charge) => <RentStateBadge state={charge.state} />,
    sort: (charge) => rentStates[charge.state].label,
    csv: (charge) => rentStates[charge.state].label,
  },
  {
    id: 'receipt',
    head: 'Receipt',
    cell: (charge) =>
      hasReceipt(charge.state) ? (
        <Link href={`/tenant/receipts/${charge.id}`} className="text-brand underline underline-offset-4">
          Receipt<span className="sr-only"> for {formatPeriod(charge.period)}</span>
        </Link>
      ) : (
        <span className="text-muted">—</span>
      ),
  },
  {
    id: 'amount',
    head: 'Rent',
    numeric: true,
    cell: (charge) => formatMoney(charge.amount),
    sort: (charge) => BigInt(charge.amount.amount),
    csv: (charge) => decimalOf(charge.amount),
  },
];

interface RentChargesTableProps {
  readonly charges: readonly RentCharge[];
  readonly caption: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
}

export function RentChargesTable({ charges, caption, emptyTitle, emptyText }: RentChargesTableProps) {
  return (
    <DataTable
      caption={caption}
      rows={charges}
      columns={columns}
      rowId={(charge) => charge.id}
      fileName="freehold-rent"
      empty={
        <EmptyState icon={ReceiptText} title={emptyTitle}>
          {emptyText}
        </EmptyState>
      }
    />
  );
}
