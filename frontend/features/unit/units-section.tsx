'use client';

import { listUnits, type Unit } from '@freehold/shared/lease';
import { DoorOpen, Plus } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { AddLeaseDialog } from '#features/unit/add-lease-dialog.tsx';
import { AddUnitDialog } from '#features/unit/add-unit-dialog.tsx';
import { formatDay } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge, type Tone } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

type LeaseState = NonNullable<Unit['lease']>['state'];

const LEASE_WORDS: Readonly<Record<LeaseState, { readonly label: string; readonly tone: Tone }>> = {
  ACTIVE: { label: 'Let', tone: 'good' },
  UPCOMING: { label: 'Let from later on', tone: 'info' },
  ENDED: { label: 'Lease ended', tone: 'neutral' },
};

function leaseLabel(unit: Unit): string {
  return unit.lease ? LEASE_WORDS[unit.lease.state].label : 'Vacant';
}

const columns: readonly DataColumn<Unit>[] = [
  {
    id: 'unit',
    head: 'Unit',
    cell: (unit) => (
      <>
        <span className="font-medium">{unit.label}</span>
        <span className="block text-muted text-xs">{sizeOf(unit)}</span>
        <span className="block text-muted text-xs sm:hidden">{unit.lease?.tenant.name}</span>
      </>
    ),
    sort: (unit) => unit.label,
    csv: (unit) => unit.label,
  },
  {
    id: 'tenant',
    head: 'Tenant',
    cell: (unit) =>
      unit.lease ? (
        <>
          {unit.lease.tenant.name}
          <span className="block text-muted text-xs">{unit.lease.tenant.email}</span>
        </>
      ) : (
        <span className="text-muted">—</span>
      ),
    sort: (unit) => unit.lease?.tenant.name ?? '',
    csv: (unit) => unit.lease?.tenant.name,
    from: 'sm',
  },
  {
    id: 'term',
    head: 'Term',
    cell: (unit) =>
      unit.lease ? `${formatDay(unit.lease.startsOn)} to ${formatDay(unit.lease.endsOn)}` : '—',
    csv: (unit) => (unit.lease ? `${unit.lease.startsOn} to ${unit.lease.endsOn}` : ''),
    from: 'lg',
  },
  {
    id: 'state',
    head: 'State',
    cell: (unit) => (
      <Badge tone={unit.lease ? LEASE_WORDS[unit.lease.state].tone : 'neutral'}>{leaseLabel(unit)}</Badge>
    ),
    sort: leaseLabel,
    csv: leaseLabel,
  },
  {
    id: 'rent',
    head: 'Monthly rent',
    numeric: true,
    cell: (unit) => (unit.lease ? formatMoney(unit.lease.rent) : '—'),
    sort: (unit) => BigInt(unit.lease?.rent.amount ?? 0),
    csv: (unit) => unit.lease && decimalOf(unit.lease.rent),
  },
];

function sizeOf(unit: Unit): string {
  const parts = [
    !unit.bedrooms ? undefined : `${unit.bedrooms} ${unit.bedrooms === 1 ? 'bedroom' : 'bedrooms'}`,
    unit.areaSquareMetres === null ? undefined : `${unit.areaSquareMetres} m²`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The state column with a button beside every unit that can be let. */
function stateWithLetting(column: DataColumn<Unit>, onLet: (unit: Unit) => void): DataColumn<Unit> {
  return {
    ...column,
    cell: (unit) => (
      <span className="flex flex-wrap items-center gap-2">
        {column.cell(unit)}
        {unit.lease && unit.lease.state !== 'ENDED' ? null : (
          <Button tone="secondary" size="small" onClick={() => onLet(unit)}>
            Let<span className="sr-only"> unit {unit.label}</span>
          </Button>
        )}
      </span>
    ),
  };
}

/** Units of a property with their leases; a manager adds both here. */
export function UnitsSection({ propertyId }: { readonly propertyId: string }) {
  const units = useRoute(listUnits, { params: { id: propertyId } });
  const { may } = useSession();
  const [adding, setAdding] = useState(false);
  const [letting, setLetting] = useState<Unit | null>(null);
  const writable = may('unit.write');
  const shown = writable
    ? columns.map((column) => (column.id === 'state' ? stateWithLetting(column, setLetting) : column))
    : columns;
  return (
    <Card>
      <CardHeader
        title="Units and leases"
        actions={
          writable ? (
            <Button size="small" onClick={() => setAdding(true)}>
              <Plus aria-hidden /> Add a unit
            </Button>
          ) : undefined
        }
      />
      <QueryView query={units} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Units"
            rows={items}
            columns={shown}
            rowId={(unit) => unit.id}
            fileName="freehold-units"
            empty={
              <EmptyState icon={DoorOpen} title="No units yet">
                Add each flat or office that is let on its own. Then let it to a tenant, and its rent appears
                in the rent roll.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {adding ? <AddUnitDialog propertyId={propertyId} onClose={() => setAdding(false)} /> : null}
      {letting ? <AddLeaseDialog unit={letting} onClose={() => setLetting(null)} /> : null}
    </Card>
  );
}
