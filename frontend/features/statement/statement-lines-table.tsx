'use client';

import type { Statement, StatementLine } from '@freehold/shared/statement';
import { ListOrdered } from 'lucide-react';
import { lineWords } from '#features/statement/statement-state.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

interface NumberedLine extends StatementLine {
  readonly position: number;
}

const columns: readonly DataColumn<NumberedLine>[] = [
  {
    id: 'label',
    head: 'Line',
    cell: (line) => line.label,
    sort: (line) => line.label,
    csv: (line) => line.label,
  },
  {
    id: 'kind',
    head: 'Kind',
    cell: (line) => lineWords[line.kind],
    sort: (line) => lineWords[line.kind],
    csv: (line) => lineWords[line.kind],
    from: 'sm',
  },
  {
    id: 'amount',
    head: 'USD',
    numeric: true,
    cell: (line) => formatMoney(line.amount),
    sort: (line) => BigInt(line.amount.amount),
    csv: (line) => decimalOf(line.amount),
  },
];

/** Every line behind the figures; they add up to the net. */
export function StatementLinesTable({ statement }: { readonly statement: Statement }) {
  return (
    <Card>
      <CardHeader title="Line by line" />
      <DataTable
        caption="Lines of the income statement"
        rows={statement.lines.map((line, position) => ({ ...line, position }))}
        columns={columns}
        rowId={(line) => String(line.position)}
        fileName={`freehold-statement-${statement.period}`}
        totals={{ label: 'Net to shareholders', amount: formatMoney(statement.figures.net) }}
        empty={
          <EmptyState icon={ListOrdered} title="No lines yet">
            Rent received and expenses booked for the month appear here as they happen.
          </EmptyState>
        }
      />
    </Card>
  );
}
