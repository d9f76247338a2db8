'use client';

import type { Payout } from '@freehold/shared/dividend';
import { HandCoins } from 'lucide-react';
import Link from 'next/link';
import { payoutWords } from '#features/dividend/dividend-state.ts';
import { formatPeriod } from '#lib/date-format.ts';
import { decimalOf, decimalOfShares, formatMoney } from '#lib/money-format.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Shares } from '#ui/shares.tsx';

const columns: readonly DataColumn<Payout>[] = [
  {
    id: 'period',
    head: 'Rent of',
    cell: (payout) => (
      <>
        <Link
          href={`/portfolio/payouts/${payout.id}`}
          className="block font-medium text-brand underline-offset-4 hover:underline"
        >
          {formatPeriod(payout.period)}
        </Link>
        <span className="block text-muted text-xs">{payout.propertyName}</span>
      </>
    ),
    sort: (payout) => payout.period,
    csv: (payout) => `${payout.propertyName} ${payout.period}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (payout) => (
      <>
        <Badge tone={payoutWords[payout.state].tone}>{payoutWords[payout.state].label}</Badge>
        {payoutWords[payout.state].waitsFor ? (
          <span className="mt-1 block max-w-60 text-muted text-xs">
            {payout.reason ?? payoutWords[payout.state].waitsFor}
          </span>
        ) : null}
      </>
    ),
    sort: (payout) => payoutWords[payout.state].label,
    csv: (payout) => payoutWords[payout.state].label,
  },
  {
    id: 'paid',
    head: 'Paid',
    cell: (payout) => (payout.paidAt ? <Moment at={payout.paidAt} /> : '—'),
    sort: (payout) => payout.paidAt ?? '',
    csv: (payout) => payout.paidAt,
    from: 'md',
  },
  {
    id: 'shares',
    head: 'Shares then',
    numeric: true,
    cell: (payout) => <Shares value={payout.shares} />,
    sort: (payout) => BigInt(payout.shares),
    csv: (payout) => decimalOfShares(payout.shares),
    from: 'sm',
  },
  {
    id: 'amount',
    head: 'USDC',
    numeric: true,
    cell: (payout) => (
      <span className="font-medium">{formatMoney(payout.amount, { unit: false, allDigits: true })}</span>
    ),
    sort: (payout) => BigInt(payout.amount.amount),
    csv: (payout) => decimalOf(payout.amount),
  },
];

export function PayoutsCard({ payouts }: { readonly payouts: readonly Payout[] }) {
  return (
    <Card>
      <CardHeader title="Payouts" description="Each has a receipt that you can verify. The newest 100." />
      <DataTable
        caption="Payouts"
        rows={payouts}
        columns={columns}
        rowId={(payout) => payout.id}
        fileName="freehold-payouts"
        pageSize={12}
        empty={
          <EmptyState icon={HandCoins} title="No payouts yet">
            When a month’s rent has been collected and its statement approved, your part arrives in your
            wallet as USDC and stands here with its receipt.
          </EmptyState>
        }
      />
    </Card>
  );
}
