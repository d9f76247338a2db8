'use client';

import type { Transaction } from '@freehold/shared/transaction';
import { kindWords } from '@freehold/shared/transaction';
import { ArrowLeftRight } from 'lucide-react';
import Link from 'next/link';
import { ShownMoney } from '#features/portfolio/shown-money.tsx';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Badge } from '#ui/badge.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

// No column has `csv`: the file comes from the server, with all pages of the filter.
const columns: readonly DataColumn<Transaction>[] = [
  {
    id: 'what',
    head: 'What',
    cell: (row) => (
      <>
        {row.payoutId ? (
          <Link
            href={`/portfolio/payouts/${row.payoutId}`}
            className="block font-medium text-brand underline-offset-4 hover:underline"
          >
            {kindWords[row.kind]}
          </Link>
        ) : (
          <span className="block font-medium">{kindWords[row.kind]}</span>
        )}
        <span className="block text-muted text-xs">{row.propertyName}</span>
        {row.final ? null : <Badge tone="info">waits until the chain is final</Badge>}
      </>
    ),
  },
  { id: 'at', head: 'When', cell: (row) => <Moment at={row.at} />, from: 'sm' },
  {
    id: 'wallet',
    head: 'Wallet',
    cell: (row) => <Copyable value={row.wallet} what="wallet address" />,
    from: 'lg',
  },
  {
    id: 'tx',
    head: 'Transaction',
    cell: (row) => <Copyable value={row.txHash} what="transaction hash" />,
    from: 'xl',
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: (row) => (row.shares === null ? '—' : formatShares(row.shares)),
  },
  {
    id: 'amount',
    head: 'USDC after fees',
    numeric: true,
    cell: (row) => (
      <>
        {row.amount === null ? '—' : formatMoney(row.amount, { unit: false })}
        {row.fee === null || row.fee.amount === '0' ? null : (
          <span className="block text-muted text-xs">fee {formatMoney(row.fee)}</span>
        )}
        <ShownMoney money={row.amountShown} />
      </>
    ),
  },
];

export function TransactionsTable({ rows }: { readonly rows: readonly Transaction[] }) {
  return (
    <DataTable
      caption="Transactions"
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      fileName="freehold-transactions"
      pageSize={1_000}
      empty={
        <EmptyState icon={ArrowLeftRight} title="Nothing here">
          Purchases, sales and dividends appear as soon as the chain has recorded them. If a filter is set,
          widen it.
        </EmptyState>
      }
    />
  );
}
