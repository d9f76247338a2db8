import { type Lease, leaseStates, type Unit } from '@freehold/shared/lease';
import { toDay, today } from '../../../common/dates.ts';

export const leaseParts = { tenant: { select: { id: true, name: true, email: true } } } as const;

interface LeaseRow {
  readonly id: string;
  readonly unitId: string;
  readonly propertyId: string;
  readonly tenant: { readonly id: string; readonly name: string; readonly email: string };
  readonly rentCents: bigint;
  readonly startsOn: Date;
  readonly endsOn: Date;
  readonly dueDay: number;
}

interface UnitRow {
  readonly id: string;
  readonly propertyId: string;
  readonly label: string;
  readonly bedrooms: number | null;
  readonly areaSquareMetres: number | null;
  readonly createdAt: Date;
}

/** Where a lease stands on a day ('YYYY-MM-DD'); its last day is part of it. */
export function leaseStateOn(
  lease: Pick<LeaseRow, 'startsOn' | 'endsOn'>,
  day: string,
): (typeof leaseStates)[number] {
  if (day < toDay(lease.startsOn)) return 'UPCOMING';
  return day <= toDay(lease.endsOn) ? 'ACTIVE' : 'ENDED';
}

export const leaseView = (row: LeaseRow): Lease => ({
  id: row.id,
  unitId: row.unitId,
  propertyId: row.propertyId,
  tenant: row.tenant,
  rent: { amount: row.rentCents.toString(), currency: 'USD' },
  startsOn: toDay(row.startsOn),
  endsOn: toDay(row.endsOn),
  dueDay: row.dueDay,
  state: leaseStateOn(row, today()),
});

export const unitView = (row: UnitRow): Omit<Unit, 'lease'> => ({
  id: row.id,
  propertyId: row.propertyId,
  label: row.label,
  bedrooms: row.bedrooms,
  areaSquareMetres: row.areaSquareMetres,
  createdAt: row.createdAt.toISOString(),
});
