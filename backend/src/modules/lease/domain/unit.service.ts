import { FreeholdError } from '@freehold/shared/errors';
import type { createUnitSchema, Unit } from '@freehold/shared/lease';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, today } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { leaseParts, leaseView, unitView } from './lease.view.ts';

/** Flats, shops and offices of a property. */
@Injectable()
export class UnitService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
  ) {}

  async create(
    actor: Actor,
    propertyId: string,
    id: string,
    input: z.output<typeof createUnitSchema>,
  ): Promise<Unit> {
    await this.properties.require(actor, propertyId);
    const existing = await this.prisma.client.unit.findUnique({ where: { id } });
    if (existing !== null) return { ...unitView(existing), lease: null };
    try {
      const row = await this.prisma.client.unit.create({
        data: {
          id,
          propertyId,
          label: input.label,
          bedrooms: input.bedrooms ?? null,
          areaSquareMetres: input.areaSquareMetres ?? null,
        },
      });
      return { ...unitView(row), lease: null };
    } catch (error) {
      if (isUniqueViolation(error)) {
        throw new FreeholdError('ALREADY_EXISTS', `This property has a unit "${input.label}" already.`);
      }
      throw error;
    }
  }

  async list(actor: Actor, propertyId: string): Promise<Unit[]> {
    await this.properties.require(actor, propertyId);
    const rows = await this.prisma.client.unit.findMany({
      where: { propertyId },
      orderBy: { label: 'asc' },
      include: {
        leases: {
          where: { endsOn: { gte: toDate(today()) } },
          orderBy: { startsOn: 'asc' },
          take: 1,
          include: leaseParts,
        },
      },
    });
    return rows.map((row) => {
      const [lease] = row.leases;
      return { ...unitView(row), lease: lease === undefined ? null : leaseView(lease) };
    });
  }
}
