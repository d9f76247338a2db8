'use client';

import { readTreasury, type Treasury } from '@freehold/shared/treasury';
import { Building2, History } from 'lucide-react';
import { QueryView } from '#features/shell/query-view.tsx';
import { MovementsTable } from '#features/treasury/movements-table.tsx';
import { PipelineCard } from '#features/treasury/pipeline-card.tsx';
import { isMoving } from '#features/treasury/stages.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

type PropertyRow = Treasury['properties'][number];

const columns: readonly DataColumn<PropertyRow>[] = [
  {
    id: 'property',
    head: 'Property',
    cell: (row) => <span className="font-medium">{row.propertyName}</span>,
    sort: (row) => row.propertyName,
    csv: (row) => row.propertyName,
  },
  {
    id: 'dollars',
    head: 'Still dollars',
    numeric: true,
    cell: (row) => formatMoney(row.dollars),
    sort: (row) => BigInt(row.dollars.amount),
    csv: (row) => decimalOf(row.dollars),
  },
  {
    id: 'circle',
    head: 'At Circle',
    numeric: true,
    cell: (row) => formatMoney(row.atCircle),
    sort: (row) => BigInt(row.atCircle.amount),
    csv: (row) => decimalOf(row.atCircle),
    from: 'sm',
  },
  {
    id: 'treasury',
    head: 'In the treasury',
    numeric: true,
    cell: (row) => formatMoney(row.inTreasury),
    sort: (row) => BigInt(row.inTreasury.amount),
    csv: (row) => decimalOf(row.inTreasury),
  },
];

const moves = (treasury: Treasury | undefined): boolean =>
  treasury?.movements.some((movement) => isMoving(movement.state)) ?? false;

/** The pipeline, its two buttons, the split by property, and what moved. */
export function TreasuryView() {
  const treasury = useRoute(readTreasury, {}, { every: (data) => (moves(data) ? 2_000 : 6_000) });
  return (
    <QueryView query={treasury}>
      {(data) => (
        <div className="flex flex-col gap-6">
          <PipelineCard treasury={data} />
          <p className="-mt-3 text-muted text-xs">
            As of <Moment at={data.asOf} />. It looks again by itself.
          </p>
          <Card>
            <CardHeader
              title="By property"
              description="Each property’s money is kept apart on the whole way."
            />
            <DataTable
              caption="Money by property"
              rows={data.properties}
              columns={columns}
              rowId={(row) => row.propertyId}
              fileName="freehold-treasury-properties"
              empty={
                <EmptyState icon={Building2} title="No property has received rent yet">
                  As soon as a tenant pays, the property appears here with the place its money has reached.
                </EmptyState>
              }
            />
          </Card>
          <Card>
            <CardHeader
              title="Moves"
              description="Wires to Circle and transfers to the treasury, newest first."
            />
            <MovementsTable
              movements={data.movements}
              empty={
                <EmptyState icon={History} title="Nothing was moved yet">
                  When the bank holds rent, send it to Circle; when Circle holds USDC, move it to the
                  treasury.
                </EmptyState>
              }
            />
          </Card>
        </div>
      )}
    </QueryView>
  );
}
