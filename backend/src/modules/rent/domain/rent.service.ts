import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import type { RentCharge, RentChargeState } from '@freehold/shared/rent';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { boundsOf, dayOf } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import type { JournalEntry } from '../../ledger/domain/journal-entry.ts';
import { postEntries } from '../../ledger/domain/post-entry.ts';
import { rentInvoiced } from '../../ledger/domain/posting-rules/rent.rule.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { rentFor } from './rent-amount.ts';
import { chargeParts, chargeView } from './rent-charge.view.ts';
import { visibleCharges } from './rent-policy.ts';

interface ChargeFilter {
  readonly state?: RentChargeState | undefined;
  readonly period?: string | undefined;
  readonly propertyId?: string | undefined;
}

/** Rent charges: issued by the month, seen by whom they concern. Payment moves them on (module payments). */
@Injectable()
export class RentService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly transitions: TransitionLog,
  ) {}

  /**
   * Charges a month to every lease running in it and invoices it in the ledger, in one transaction. A lease charged
   * before keeps its charge, so issuing twice changes nothing.
   */
  async issue(
    actor: Actor,
    propertyId: string,
    period: string,
  ): Promise<{ readonly charges: RentCharge[]; readonly created: number }> {
    await this.properties.require(actor, propertyId);
    const created = await this.prisma.transaction((tx) =>
      this.#issue(tx, { propertyId, period, actor: actor.userId }),
    );
    return { charges: await this.list(actor, { propertyId, period }), created };
  }

  async #issue(
    tx: PrismaTransaction,
    input: { readonly propertyId: string; readonly period: string; readonly actor: string },
  ): Promise<number> {
    const { propertyId, period } = input;
    await tx.$queryRaw`SELECT id FROM app.property WHERE id = ${propertyId}::uuid FOR UPDATE`;
    const { first, next } = boundsOf(period);
    const leases = await tx.lease.findMany({
      where: {
        propertyId,
        startsOn: { lt: next },
        endsOn: { gte: first },
        rentCharges: { none: { period } },
      },
      orderBy: { id: 'asc' },
    });
    const now = new Date();
    const charges = leases.flatMap((lease) => {
      const amountCents = rentFor(lease, period);
      if (amountCents === 0n) return [];
      const id = derivedId('rent_charge', lease.id, period);
      return [{ id, lease, amountCents, dueOn: dayOf(period, lease.dueDay) }];
    });
    const entries: JournalEntry[] = charges.map(({ id, lease, amountCents }) =>
      rentInvoiced({
        chargeId: id,
        leaseId: lease.id,
        propertyId,
        amount: amountCents,
        period,
        effectiveAt: now,
      }),
    );
    const posted = await postEntries(tx, entries);
    await tx.rentCharge.createMany({
      data: charges.map(({ id, lease, amountCents, dueOn }, index) => ({
        id,
        leaseId: lease.id,
        unitId: lease.unitId,
        propertyId,
        tenantId: lease.tenantId,
        period,
        amountCents,
        dueOn,
        state: 'DUE',
        invoiceEntryId: posted[index]?.entryId ?? null,
      })),
    });
    await this.transitions.add(
      tx,
      charges.map(({ id }) => ({ noun: 'rent_charge', id, from: null, to: 'DUE', actor: input.actor })),
    );
    return charges.length;
  }

  async list(actor: Actor, filter: ChargeFilter): Promise<RentCharge[]> {
    const { state, period, propertyId } = filter;
    const rows = await this.prisma.client.rentCharge.findMany({
      where: {
        AND: [
          visibleCharges(actor),
          state === undefined ? {} : { state },
          period === undefined ? {} : { period },
          propertyId === undefined ? {} : { propertyId },
        ],
      },
      include: chargeParts,
      orderBy: [{ period: 'desc' }, { unit: { label: 'asc' } }, { id: 'asc' }],
      take: 1000,
    });
    return rows.map(chargeView);
  }

  async read(actor: Actor, id: string): Promise<RentCharge> {
    return chargeView(await this.#find(actor, id));
  }

  /** The charge with the ledger entry of its payment; throws RECEIPT_PENDING while it is not paid. */
  async receiptEntry(
    actor: Actor,
    id: string,
  ): Promise<{ readonly charge: RentCharge; readonly entryId: bigint }> {
    const row = await this.#find(actor, id);
    if (row.receiptEntryId === null) throw new FreeholdError('RECEIPT_PENDING', 'This rent is not paid yet.');
    return { charge: chargeView(row), entryId: row.receiptEntryId };
  }

  /** Marks what is past its day. Answers with how many. */
  async markOverdue(now: Date): Promise<number> {
    const late = await this.prisma.client.rentCharge.findMany({
      where: { state: 'DUE', dueOn: { lt: new Date(now.getTime() - 24 * 3_600_000) } },
      select: { id: true },
      take: 500,
    });
    for (const { id } of late) {
      await this.prisma.transaction(async (tx) => {
        const { count } = await tx.rentCharge.updateMany({
          where: { id, state: 'DUE' },
          data: { state: 'OVERDUE' },
        });
        if (count === 0) return;
        await this.transitions.add(tx, [
          { noun: 'rent_charge', id, from: 'DUE', to: 'OVERDUE', actor: 'rent-overdue' },
        ]);
      });
    }
    return late.length;
  }

  async #find(actor: Actor, id: string) {
    const row = await this.prisma.client.rentCharge.findFirst({
      where: { AND: [{ id }, visibleCharges(actor)] },
      include: chargeParts,
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }
}
