import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import type { CentsByProperty } from '../domain/property-cash.ts';

export type WireRow = Prisma.WireGetPayload<{ include: { lines: true } }>;
export type TransferRow = Prisma.CircleTransferGetPayload<{ include: { lines: true } }>;

type Sums = readonly { readonly property_id: string; readonly cents: string }[];

/** Wires and transfers are planned one at a time: two plans must not see the same money. */
export async function lockPlanning(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('freehold-treasury-plan', 0))`;
}

/** Sent, or about to be. */
export async function wiredByProperty(tx: PrismaTransaction): Promise<CentsByProperty> {
  return byProperty(
    await tx.$queryRaw<Sums>`
      SELECT l.property_id::text, sum(l.amount_cents)::text AS cents
      FROM app.wire_line l JOIN app.wire w ON w.id = l.wire_id
      WHERE w.state <> 'FAILED' GROUP BY l.property_id`,
  );
}

export async function depositedByProperty(tx: PrismaTransaction): Promise<CentsByProperty> {
  return byProperty(
    await tx.$queryRaw<Sums>`
      SELECT l.property_id::text, sum(l.amount_cents)::text AS cents
      FROM app.wire_line l JOIN app.wire w ON w.id = l.wire_id
      WHERE w.state = 'COMPLETE' GROUP BY l.property_id`,
  );
}

/** Sent from Circle to the chain, or about to be. */
export async function transferredByProperty(tx: PrismaTransaction): Promise<CentsByProperty> {
  return byProperty(
    await tx.$queryRaw<Sums>`
      SELECT l.property_id::text, sum(l.amount_cents)::text AS cents
      FROM app.circle_transfer_line l JOIN app.circle_transfer t ON t.id = l.transfer_id
      WHERE t.state <> 'FAILED' GROUP BY l.property_id`,
  );
}

const byProperty = (rows: Sums): CentsByProperty =>
  new Map(rows.map((row) => [row.property_id, BigInt(row.cents)]));
