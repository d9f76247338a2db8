'use client';

import { type Expense, listExpenses } from '@freehold/shared/expense';
import { Plus, Wrench } from 'lucide-react';
import { useState } from 'react';
import { AddExpenseDialog } from '#features/expense/add-expense-dialog.tsx';
import { expenseWords } from '#features/expense/expense-words.ts';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay, formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney, sumMoney } from '#lib/money-format.ts';
import { usePeriod } from '#lib/use-period.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { PeriodPicker } from '#ui/period-picker.tsx';

const columns: readonly DataColumn<Expense>[] = [
  {
    id: 'description',
    head: 'What for',
    cell: (expense) => (
      <>
        <span className="font-medium">{expense.description}</span>
        {expense.vendor ? <span className="block text-muted text-xs">{expense.vendor}</span> : null}
      </>
    ),
    sort: (expense) => expense.description,
    csv: (expense) => expense.description,
  },
  {
    id: 'category',
    head: 'Category',
    cell: (expense) => expenseWords[expense.category],
    sort: (expense) => expenseWords[expense.category],
    csv: (expense) => expenseWords[expense.category],
    from: 'sm',
  },
  {
    id: 'on',
    head: 'On',
    cell: (expense) => formatDay(expense.incurredOn),
    sort: (expense) => expense.incurredOn,
    csv: (expense) => expense.incurredOn,
    from: 'sm',
  },
  {
    id: 'by',
    head: 'Booked by',
    cell: (expense) => expense.bookedBy.name,
    csv: (expense) => expense.bookedBy.name,
    from: 'lg',
  },
  {
    id: 'amount',
    head: 'Amount',
    numeric: true,
    cell: (expense) => formatMoney(expense.amount),
    sort: (expense) => BigInt(expense.amount.amount),
    csv: (expense) => decimalOf(expense.amount),
  },
];

/** The expenses of one month; a manager books more while the month's statement is open. */
export function ExpensesSection({ propertyId }: { readonly propertyId: string }) {
  const [period, setPeriod] = usePeriod();
  const [adding, setAdding] = useState(false);
  const { may } = useSession();
  const expenses = useRoute(listExpenses, { params: { id: propertyId }, query: { period } }, { keep: true });
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PeriodPicker period={period} onChange={setPeriod} />
        {may('expense.write') ? (
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden /> Book an expense
          </Button>
        ) : null}
      </div>
      <Card>
        <CardHeader title={`Expenses, ${formatPeriod(period)}`} />
        <QueryView query={expenses} className="px-5 pb-5">
          {({ items }) => (
            <DataTable
              caption={`Expenses for ${formatPeriod(period)}`}
              rows={items}
              columns={columns}
              rowId={(expense) => expense.id}
              fileName={`freehold-expenses-${period}`}
              totals={{
                description: 'Total',
                amount: formatMoney(
                  sumMoney(
                    items.map((expense) => expense.amount),
                    'USD',
                  ),
                ),
              }}
              empty={
                <EmptyState icon={Wrench} title={`No expenses in ${formatPeriod(period)}`}>
                  Repairs, insurance, taxes and the like are booked here, month by month. They are taken from
                  the rent before the shareholders receive theirs.
                </EmptyState>
              }
            />
          )}
        </QueryView>
      </Card>
      {adding ? (
        <AddExpenseDialog propertyId={propertyId} period={period} onClose={() => setAdding(false)} />
      ) : null}
    </div>
  );
}
