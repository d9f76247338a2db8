'use client';

import { type RentRoll, readRentRoll } from '@freehold/shared/rent';
import { DoorOpen } from 'lucide-react';
import Link from 'next/link';
import { IssueRent } from '#features/rent/issue-rent.tsx';
import { rentStates } from '#features/rent/rent-state.ts';
import { RentStateBadge } from '#features/rent/rent-state-badge.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay, formatPeriod } from '#lib/date-format.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { usePeriod } from '#lib/use-period.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Figure, FigureRow } from '#ui/figure.tsx';
import { Moment } from '#ui/moment.tsx';
import { PeriodPicker } from '#ui/period-picker.tsx';

type RollRow = RentRoll['rows'][number];

function stateLabel(row: RollRow): string {
  if (row.charge) return rentStates[row.charge.state].label;
  return row.lease ? 'Not charged yet' : 'Vacant';
}

const columns: readonly DataColumn<RollRow>[] = [
  {
    id: 'unit',
    head: 'Unit',
    cell: (row) => (
      <>
        <span className="font-medium">{row.unit.label}</span>
        <span className="block text-muted text-xs sm:hidden">{row.lease?.tenant.name}</span>
      </>
    ),
    sort: (row) => row.unit.label,
    csv: (row) => row.unit.label,
  },
  {
    id: 'tenant',
    head: 'Tenant',
    cell: (row) => row.lease?.tenant.name ?? <span className="text-muted">—</span>,
    sort: (row) => row.lease?.tenant.name ?? '',
    csv: (row) => row.lease?.tenant.name,
    from: 'sm',
  },
  {
    id: 'due',
    head: 'Due',
    cell: (row) => (row.charge ? formatDay(row.charge.dueOn) : '—'),
    sort: (row) => row.charge?.dueOn ?? '',
    csv: (row) => row.charge?.dueOn,
    from: 'md',
  },
  {
    id: 'paid',
    head: 'Paid',
    cell: (row) => (row.charge?.paidAt ? <Moment at={row.charge.paidAt} /> : '—'),
    sort: (row) => row.charge?.paidAt ?? '',
    csv: (row) => row.charge?.paidAt,
    from: 'lg',
  },
  {
    id: 'state',
    head: 'State',
    cell: (row) =>
      row.charge ? <RentStateBadge state={row.charge.state} /> : <Badge>{stateLabel(row)}</Badge>,
    sort: stateLabel,
    csv: stateLabel,
  },
  {
    id: 'rent',
    head: 'Rent',
    numeric: true,
    cell: (row) => (row.lease ? formatMoney(row.charge?.amount ?? row.lease.rent) : '—'),
    sort: (row) => BigInt(row.charge?.amount.amount ?? row.lease?.rent.amount ?? 0),
    csv: (row) => (row.lease ? decimalOf(row.charge?.amount ?? row.lease.rent) : undefined),
  },
];

/** Every unit of a property in one month: who owes what, what came in, what is open. */
export function RentRollSection({ propertyId }: { readonly propertyId: string }) {
  const [period, setPeriod] = usePeriod();
  const roll = useRoute(
    readRentRoll,
    { params: { id: propertyId }, query: { period } },
    {
      every: (data) => (data?.rows.some((row) => row.charge?.state === 'PAYING') ? 3_000 : 15_000),
      keep: true,
    },
  );
  const totals = roll.data?.totals;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PeriodPicker period={period} onChange={setPeriod} />
        {roll.data ? <IssueRent roll={roll.data} /> : null}
      </div>
      <FigureRow>
        <Figure label="Collected" value={totals && formatMoney(totals.collected)} />
        <Figure label="Outstanding" value={totals && formatMoney(totals.outstanding)} />
        <Figure label="Charged" value={totals && formatMoney(totals.issued)} />
        <Figure
          label="Expected"
          value={totals && formatMoney(totals.expected)}
          note={totals && `${totals.let} of ${totals.units} units let`}
        />
      </FigureRow>
      <Card>
        <CardHeader title={`Rent roll, ${formatPeriod(period)}`} />
        <QueryView query={roll} className="px-5 pb-5">
          {(data) => (
            <DataTable
              caption={`Rent roll for ${formatPeriod(period)}`}
              rows={data.rows}
              columns={columns}
              rowId={(row) => row.unit.id}
              fileName={`freehold-rent-roll-${period}`}
              totals={{ unit: 'Charged', rent: formatMoney(data.totals.issued) }}
              empty={
                <EmptyState icon={DoorOpen} title="No units to charge">
                  The rent roll lists every unit with its tenant. Start by adding units under{' '}
                  <Link
                    href={`/manager/properties/${propertyId}`}
                    className="text-brand underline underline-offset-4"
                  >
                    Units and leases
                  </Link>
                  .
                </EmptyState>
              }
            />
          )}
        </QueryView>
      </Card>
    </div>
  );
}
