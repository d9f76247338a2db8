import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';

/** A rent charge as payments need to know it. */
export interface PayableCharge {
  readonly id: string;
  readonly leaseId: string;
  readonly propertyId: string;
  readonly tenantId: string;
  readonly tenantEmail: string;
  readonly amountCents: bigint;
  readonly period: string;
  readonly state: string;
  /** "Maple Court, 2B". */
  readonly place: string;
}

/** The charge, locked until the transaction ends. Throws NOT_FOUND. */
export async function lockCharge(tx: PrismaTransaction, chargeId: string): Promise<PayableCharge> {
  await tx.$queryRaw`SELECT 1 FROM app.rent_charge WHERE id = ${chargeId}::uuid FOR UPDATE`;
  const row = await tx.rentCharge.findUnique({
    where: { id: chargeId },
    include: { tenant: true, unit: true, property: true },
  });
  if (row === null) throw new FreeholdError('NOT_FOUND');
  const { id, leaseId, propertyId, tenantId, amountCents, period, state } = row;
  return {
    id,
    leaseId,
    propertyId,
    tenantId,
    tenantEmail: row.tenant.email,
    amountCents,
    period,
    state,
    place: `${row.property.name}, ${row.unit.label}`,
  };
}

/** Charges that may be paid. */
export const payableStates: readonly string[] = ['DUE', 'OVERDUE', 'PARTIAL', 'RETURNED', 'LOST'];

/** A checkout is open: the charge waits for it. */
export async function chargePaying(
  tx: PrismaTransaction,
  chargeId: string,
  paymentId: string,
): Promise<void> {
  await tx.rentCharge.updateMany({
    where: { id: chargeId, state: { in: [...payableStates, 'PAYING'] } },
    data: { state: 'PAYING', paymentId },
  });
}

/** The payment came to nothing: the charge is open again, unless another payment took over. */
export async function chargeReopened(
  tx: PrismaTransaction,
  chargeId: string,
  paymentId: string,
): Promise<void> {
  const row = await tx.rentCharge.findUnique({ where: { id: chargeId } });
  if (row === null || row.state !== 'PAYING' || row.paymentId !== paymentId) return;
  const state = row.dueOn.getTime() < Date.now() - 24 * 3_600_000 ? 'OVERDUE' : 'DUE';
  await tx.rentCharge.update({ where: { id: chargeId }, data: { state } });
}

/** The money is there. `entryId` is the ledger entry the receipt proves. */
export async function chargePaid(
  tx: PrismaTransaction,
  chargeId: string,
  payment: { readonly id: string; readonly paidAt: Date; readonly entryId: bigint },
): Promise<void> {
  await tx.rentCharge.update({
    where: { id: chargeId },
    data: { state: 'PAID', paymentId: payment.id, paidAt: payment.paidAt, receiptEntryId: payment.entryId },
  });
}

/** The money is in question, or gone again. */
export async function chargeChallenged(
  tx: PrismaTransaction,
  chargeId: string,
  state: 'REFUNDED' | 'DISPUTED' | 'WON' | 'LOST' | 'RETURNED',
): Promise<void> {
  await tx.rentCharge.update({ where: { id: chargeId }, data: { state } });
}
