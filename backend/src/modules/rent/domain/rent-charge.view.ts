import { type RentCharge, rentChargeStates } from '@freehold/shared/rent';
import { z } from 'zod';
import { toDay } from '../../../common/dates.ts';

const stateSchema = z.enum(rentChargeStates);

export const chargeParts = {
  unit: { select: { label: true } },
  property: { select: { name: true } },
  tenant: { select: { id: true, name: true } },
} as const;

interface ChargeRow {
  readonly id: string;
  readonly leaseId: string;
  readonly unitId: string;
  readonly propertyId: string;
  readonly period: string;
  readonly amountCents: bigint;
  readonly dueOn: Date;
  readonly state: string;
  readonly paymentId: string | null;
  readonly paidAt: Date | null;
  readonly unit: { readonly label: string };
  readonly property: { readonly name: string };
  readonly tenant: { readonly id: string; readonly name: string };
}

export const chargeView = (row: ChargeRow): RentCharge => ({
  id: row.id,
  leaseId: row.leaseId,
  unitId: row.unitId,
  unitLabel: row.unit.label,
  propertyId: row.propertyId,
  propertyName: row.property.name,
  tenant: row.tenant,
  period: row.period,
  amount: { amount: row.amountCents.toString(), currency: 'USD' },
  dueOn: toDay(row.dueOn),
  state: stateSchema.parse(row.state),
  paidAt: row.paidAt?.toISOString() ?? null,
  paymentId: row.paymentId,
});
