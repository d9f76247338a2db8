'use client';

import type { Payout } from '@freehold/shared/dividend';
import { payoutWords } from '#features/dividend/dividend-state.ts';
import { decimalOf, decimalOfShares, formatMoney } from '#lib/money-format.ts';
import { Badge } from '#ui/badge.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { Shares } from '#ui/shares.tsx';

const columns: readonly DataColumn<Payout>[] = [
  {
    id: 'holder',
    head: 'Holder',
    cell: (payout) => (
      <>
        <span className="block font-medium">{payout.investor?.name ?? 'Not linked to an account'}</span>
        <Copyable value={payout.wallet} what="wallet address" />
      </>
    ),
    sort: (payout) => payout.investor?.name ?? payout.wallet,
    csv: (payout) => `${payout.investor?.name ?? ''} ${payout.wallet}`.trim(),
  },
  {
    id: 'state',
    head: 'State',
    cell: (payout) => (
      <>
        <Badge tone={payoutWords[payout.state].tone}>{payoutWords[payout.state].label}</Badge>
        {payout.reason ? (
          <span className="mt-1 block max-w-60 text-muted text-xs">{payout.reason}</span>
        ) : null}
      </>
    ),
    sort: (payout) => payoutWords[payout.state].label,
    csv: (payout) => payoutWords[payout.state].label,
  },
  {
    id: 'tx',
    head: 'Transaction',
    cell: (payout) => (payout.txHash ? <Copyable value={payout.txHash} what="transaction hash" /> : '—'),
    csv: (payout) => payout.txHash,
    from: 'md',
  },
  {
    id: 'shares',
    head: 'Shares',
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
    cell: (payout) => formatMoney(payout.amount, { unit: false, allDigits: true }),
    sort: (payout) => BigInt(payout.amount.amount),
    csv: (payout) => decimalOf(payout.amount),
  },
];

interface PayoutsTableProps {
  readonly payouts: readonly Payout[];
  readonly fileName: string;
}

export function PayoutsTable({ payouts, fileName }: PayoutsTableProps) {
  return (
    <DataTable
      caption="Payouts by holder"
      rows={payouts}
      columns={columns}
      rowId={(payout) => payout.id}
      fileName={fileName}
      pageSize={10}
      empty={<p className="px-5 pb-5 text-muted text-sm">The holders are read from the chain in a moment.</p>}
    />
  );
}
