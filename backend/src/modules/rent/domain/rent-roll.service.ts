import type { RentRoll } from '@freehold/shared/rent';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { boundsOf } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { leaseParts, leaseView, unitView } from '../../lease/domain/lease.view.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { rentFor } from './rent-amount.ts';
import { chargeParts, chargeView } from './rent-charge.view.ts';

/** States in which the money of a charge has come and stayed. */
const collectedStates = new Set(['PAID', 'WON']);

const usd = (cents: bigint) => ({ amount: cents.toString(), currency: 'USD' as const });
const total = (amounts: readonly bigint[]): bigint => amounts.reduce((left, right) => left + right, 0n);

/** Who owes what for a month. */
@Injectable()
export class RentRollService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
  ) {}

  async read(actor: Actor, propertyId: string, period: string): Promise<RentRoll> {
    const property = await this.properties.require(actor, propertyId);
    const { first, next } = boundsOf(period);
    const units = await this.prisma.client.unit.findMany({
      where: { propertyId },
      orderBy: { label: 'asc' },
      include: {
        leases: {
          where: { startsOn: { lt: next }, endsOn: { gte: first } },
          orderBy: { startsOn: 'desc' },
          include: leaseParts,
        },
        rentCharges: { where: { period }, include: chargeParts },
      },
    });
    const charges = units.flatMap((unit) => unit.rentCharges);
    const issued = total(charges.map((charge) => charge.amountCents));
    const paid = charges.filter((charge) => collectedStates.has(charge.state));
    const collected = total(paid.map((charge) => charge.amountCents));
    const waived = total(
      charges.filter(({ state }) => state === 'WAIVED').map((charge) => charge.amountCents),
    );
    return {
      propertyId,
      propertyName: property.name,
      period,
      // A unit let twice in one month (one moves out, one moves in) has a row for each lease.
      rows: units.flatMap((unit) => {
        const leases = unit.leases.length === 0 ? [null] : unit.leases;
        return leases.map((lease) => {
          const charge = unit.rentCharges.find(({ leaseId }) => leaseId === lease?.id);
          return {
            unit: unitView(unit),
            lease: lease === null ? null : leaseView(lease),
            charge: charge === undefined ? null : chargeView(charge),
          };
        });
      }),
      totals: {
        units: units.length,
        let: units.filter((unit) => unit.leases.length > 0).length,
        expected: usd(total(units.flatMap((unit) => unit.leases.map((lease) => rentFor(lease, period))))),
        issued: usd(issued),
        collected: usd(collected),
        outstanding: usd(issued - collected - waived),
      },
    };
  }
}
