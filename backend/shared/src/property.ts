import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listOf } from './page.ts';
import {
  addressSchema,
  dateSchema,
  idParams,
  idSchema,
  instantSchema,
  moneySchema,
  nameSchema,
  personSchema,
  positiveUsdSchema,
  reasonSchema,
  sharesSchema,
  transitionSchema,
} from './primitives.ts';

export const propertyStates = [
  'DRAFT',
  'PENDING_APPROVAL',
  'APPROVED',
  'TOKENIZING',
  'TOKENIZED',
  'RETIRED',
] as const;
export type PropertyState = (typeof propertyStates)[number];

export const postalAddressSchema = z.strictObject({
  line1: z.string().trim().min(1).max(200),
  line2: z.string().trim().max(200).optional(),
  city: z.string().trim().min(1).max(100),
  region: z.string().trim().min(1).max(100),
  postalCode: z.string().trim().min(1).max(20),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code'),
});
export type PostalAddress = z.infer<typeof postalAddressSchema>;

export const createPropertySchema = z.strictObject({
  name: nameSchema,
  description: z.string().trim().max(4000).default(''),
  address: postalAddressSchema,
  valuation: positiveUsdSchema,
  /** Day of the valuation; today when left out. */
  valuedOn: dateSchema.optional(),
});

/** Everything of a draft, as it shall be from now on. */
export const updatePropertySchema = createPropertySchema.extend({ valuedOn: dateSchema });

/** The token of a property as the chain knows it. */
export const propertyTokenSchema = z.object({
  address: addressSchema,
  symbol: z.string(),
  name: z.string(),
  maxSupply: sharesSchema,
});

export const propertySchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  state: z.enum(propertyStates),
  /** Held by an administrator: distributions stop. */
  held: z.boolean(),
  address: postalAddressSchema,
  valuation: moneySchema,
  valuedOn: dateSchema,
  manager: personSchema,
  unitCount: z.number().int(),
  rejectionReason: z.string().nullable(),
  token: propertyTokenSchema.nullable(),
  createdAt: instantSchema,
});
export type Property = z.infer<typeof propertySchema>;

export const propertyDetailSchema = propertySchema.extend({ transitions: z.array(transitionSchema) });
export type PropertyDetail = z.infer<typeof propertyDetailSchema>;

export const createProperty = defineRoute({
  method: 'POST',
  path: '/v1/properties',
  access: 'property.create',
  summary: 'Register a property as a draft',
  status: 201,
  idempotent: true,
  body: createPropertySchema,
  response: propertyDetailSchema,
});
export const listProperties = defineRoute({
  method: 'GET',
  path: '/v1/properties',
  access: 'property.read',
  summary: 'Properties: own ones for a manager, tokenized ones for an investor, all for admin and auditor',
  query: z.strictObject({ state: z.enum(propertyStates).optional() }),
  response: listOf(propertySchema),
});
export const readProperty = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id',
  access: 'property.read',
  summary: 'One property with its history',
  params: idParams,
  response: propertyDetailSchema,
});
export const updateProperty = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/update',
  access: 'property.update',
  summary: 'Change what a draft says, also after an administrator sent it back',
  params: idParams,
  body: updatePropertySchema,
  response: propertyDetailSchema,
});
export const submitProperty = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/submit',
  access: 'property.submit',
  summary: 'Hand a draft in for approval',
  params: idParams,
  response: propertyDetailSchema,
});
export const approveProperty = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/approve',
  access: 'property.review',
  summary:
    'Approve a property; one that lacks something of its checklist only with a reason, which is recorded',
  params: idParams,
  body: z.strictObject({ overrideReason: reasonSchema.optional() }),
  response: propertyDetailSchema,
});
export const rejectProperty = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/reject',
  access: 'property.review',
  summary: 'Return a property to its manager with a reason',
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: propertyDetailSchema,
});
