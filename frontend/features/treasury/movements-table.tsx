'use client';

import type { Movement } from '@freehold/shared/treasury';
import type { ReactNode } from 'react';
import { movementWords } from '#features/treasury/stages.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { Badge } from '#ui/badge.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { Moment } from '#ui/moment.tsx';

const KINDS = { WIRE: 'Wire to Circle', TRANSFER: 'USDC to the treasury' } as const;

const columns: readonly DataColumn<Movement>[] = [
  {
    id: 'kind',
    head: 'Move',
    cell: (movement) => (
      <>
        <span className="block font-medium">{KINDS[movement.kind]}</span>
        <span className="block text-muted text-xs">
          {movement.lines.map((line) => `${line.propertyName} ${formatMoney(line.amount)}`).join(', ')}
        </span>
      </>
    ),
    sort: (movement) => KINDS[movement.kind],
    csv: (movement) => KINDS[movement.kind],
  },
  {
    id: 'state',
    head: 'State',
    cell: (movement) => (
      <>
        <Badge tone={movementWords[movement.state].tone}>{movementWords[movement.state].label}</Badge>
        {movement.error ? (
          <span className="mt-1 block max-w-64 text-bad text-xs">{movement.error}</span>
        ) : null}
      </>
    ),
    sort: (movement) => movementWords[movement.state].label,
    csv: (movement) => movementWords[movement.state].label,
  },
  {
    id: 'ids',
    head: 'Provider id, transaction',
    cell: (movement) => (
      <span className="flex flex-col items-start">
        {movement.providerId ? <Copyable value={movement.providerId} what="provider id" /> : null}
        {movement.txHash ? <Copyable value={movement.txHash} what="transaction hash" /> : null}
        {movement.providerId || movement.txHash ? null : '—'}
      </span>
    ),
    csv: (movement) => [movement.providerId, movement.txHash].filter(Boolean).join(' '),
    from: 'lg',
  },
  {
    id: 'at',
    head: 'Started',
    cell: (movement) => <Moment at={movement.createdAt} />,
    sort: (movement) => movement.createdAt,
    csv: (movement) => movement.createdAt,
    from: 'md',
  },
  {
    id: 'amount',
    head: 'Amount',
    numeric: true,
    cell: (movement) => formatMoney(movement.amount),
    csv: (movement) => `${decimalOf(movement.amount)} ${movement.amount.currency}`,
  },
];

interface MovementsTableProps {
  readonly movements: readonly Movement[];
  readonly empty: ReactNode;
}

export function MovementsTable({ movements, empty }: MovementsTableProps) {
  return (
    <DataTable
      caption="Moves of money"
      rows={movements}
      columns={columns}
      rowId={(movement) => movement.id}
      fileName="freehold-treasury-moves"
      pageSize={10}
      empty={empty}
    />
  );
}
