import { FreeholdError } from '@freehold/shared/errors';
import type { createLeaseSchema, Lease } from '@freehold/shared/lease';
import type { Invitation } from '@freehold/shared/user';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { UserService } from '../../auth/domain/user.service.ts';
import { visibleProperties } from '../../property/domain/property-policy.ts';
import { leaseParts, leaseView } from './lease.view.ts';

/** Who lives where, for how much and how long. */
@Injectable()
export class LeaseService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly users: UserService,
  ) {}

  /**
   * Lets a unit; the tenant is invited when they have no account. `operationId` becomes the id of the lease.
   * Throws LEASE_OVERLAPS when the unit is let in that time, NOT_A_TENANT for an e-mail of another role.
   */
  async create(
    actor: Actor,
    unitId: string,
    operationId: string,
    input: z.output<typeof createLeaseSchema>,
  ): Promise<{ readonly lease: Lease; readonly invitation: Invitation | null }> {
    return this.prisma.transaction(async (tx) => {
      // The lock makes two leases of one unit come one after the other.
      await tx.$queryRaw`SELECT id FROM app.unit WHERE id = ${unitId}::uuid FOR UPDATE`;
      const unit = await tx.unit.findFirst({ where: { id: unitId, property: visibleProperties(actor) } });
      if (unit === null) throw new FreeholdError('NOT_FOUND');
      const { user, invitation } = await this.users.tenantWithin(tx, {
        ...input.tenant,
        invitedBy: actor.userId,
        operationId: derivedId('tenant', operationId),
      });
      const done = await tx.lease.findUnique({ where: { id: operationId }, include: leaseParts });
      if (done !== null) return { lease: leaseView(done), invitation };
      const [startsOn, endsOn] = [toDate(input.startsOn), toDate(input.endsOn)];
      const overlapping = await tx.lease.count({
        where: { unitId, startsOn: { lte: endsOn }, endsOn: { gte: startsOn } },
      });
      if (overlapping > 0) throw new FreeholdError('LEASE_OVERLAPS');
      const row = await tx.lease.create({
        data: {
          id: operationId,
          unitId,
          propertyId: unit.propertyId,
          tenantId: user.id,
          rentCents: BigInt(input.rent.amount),
          startsOn,
          endsOn,
          dueDay: input.dueDay,
        },
        include: leaseParts,
      });
      return { lease: leaseView(row), invitation };
    });
  }
}
