'use client';

import { type LedgerBalance, listLedgerBalances } from '@freehold/shared/ledger';
import { Scale } from 'lucide-react';
import { QueryView } from '#features/shell/query-view.tsx';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const moneyOf = (row: LedgerBalance) => ({ amount: row.balance, currency: row.currency });

const columns: readonly DataColumn<LedgerBalance>[] = [
  {
    id: 'account',
    head: 'Account',
    cell: (row) => <span className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{row.account}</span>,
    sort: (row) => row.account,
    csv: (row) => row.account,
  },
  {
    id: 'type',
    head: 'Kind',
    cell: (row) => row.type,
    sort: (row) => row.type,
    csv: (row) => row.type,
    from: 'md',
  },
  {
    id: 'side',
    head: 'Normal side',
    cell: (row) => (row.normalSide === 'D' ? 'Debit' : 'Credit'),
    csv: (row) => row.normalSide,
    from: 'lg',
  },
  {
    id: 'currency',
    head: 'Currency',
    cell: (row) => row.currency,
    sort: (row) => row.currency,
    csv: (row) => row.currency,
  },
  {
    id: 'balance',
    head: 'Balance',
    numeric: true,
    cell: (row) => formatMoney(moneyOf(row), { unit: false }),
    sort: (row) => BigInt(row.balance),
    csv: (row) => decimalOf(moneyOf(row)),
  },
];

export function BalancesTable() {
  const balances = useRoute(listLedgerBalances, {}, { every: 15_000 });
  return (
    <Card>
      <CardHeader title="Balance of every account" description="Positive on the account’s normal side." />
      <QueryView query={balances} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Balances"
            rows={items}
            columns={columns}
            rowId={(row) => `${row.account} ${row.currency}`}
            fileName="freehold-balances"
            pageSize={50}
            empty={
              <EmptyState icon={Scale} title="No accounts yet">
                Accounts appear with the first entry that touches them.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
