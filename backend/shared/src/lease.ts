import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listOf } from './page.ts';
import {
  dateSchema,
  emailSchema,
  idParams,
  idSchema,
  instantSchema,
  nameSchema,
  positiveUsdSchema,
  usdSchema,
} from './primitives.ts';
import { invitationSchema } from './user.ts';

export const leaseStates = ['UPCOMING', 'ACTIVE', 'ENDED'] as const;

export const createUnitSchema = z.strictObject({
  label: z.string().trim().min(1).max(60),
  bedrooms: z.number().int().min(0).max(50).optional(),
  areaSquareMetres: z.number().int().min(1).max(100_000).optional(),
});

export const leaseSchema = z.object({
  id: idSchema,
  unitId: idSchema,
  propertyId: idSchema,
  tenant: z.object({ id: idSchema, name: z.string(), email: z.string() }),
  /** Per month. */
  rent: usdSchema,
  startsOn: dateSchema,
  endsOn: dateSchema,
  /** Day of the month on which rent falls due. */
  dueDay: z.number().int(),
  state: z.enum(leaseStates),
});
export type Lease = z.infer<typeof leaseSchema>;

export const unitSchema = z.object({
  id: idSchema,
  propertyId: idSchema,
  label: z.string(),
  bedrooms: z.number().int().nullable(),
  areaSquareMetres: z.number().int().nullable(),
  createdAt: instantSchema,
  /** The running lease, or the next one. */
  lease: leaseSchema.nullable(),
});
export type Unit = z.infer<typeof unitSchema>;

export const createLeaseSchema = z
  .strictObject({
    tenant: z.strictObject({ email: emailSchema, name: nameSchema }),
    rent: positiveUsdSchema,
    startsOn: dateSchema,
    endsOn: dateSchema,
    dueDay: z.number().int().min(1).max(28).default(1),
  })
  .refine((lease) => lease.startsOn < lease.endsOn, {
    path: ['endsOn'],
    message: 'must be after startsOn',
  });

export const createUnit = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/units',
  access: 'unit.write',
  summary: 'Add a unit to a property',
  status: 201,
  idempotent: true,
  params: idParams,
  body: createUnitSchema,
  response: unitSchema,
});
export const listUnits = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/units',
  access: 'unit.read',
  summary: 'Units of a property with their leases',
  params: idParams,
  response: listOf(unitSchema),
});
export const createLease = defineRoute({
  method: 'POST',
  path: '/v1/units/:id/leases',
  access: 'lease.write',
  summary: 'Let a unit; a tenant without an account is invited',
  status: 201,
  idempotent: true,
  params: idParams,
  body: createLeaseSchema,
  response: z.object({ lease: leaseSchema, invitation: invitationSchema.nullable() }),
});
