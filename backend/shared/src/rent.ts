import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { leaseSchema, unitSchema } from './lease.ts';
import { receiptStateSchema } from './ledger.ts';
import { listOf } from './page.ts';
import {
  dateSchema,
  idParams,
  idSchema,
  instantSchema,
  periodSchema,
  personSchema,
  usdSchema,
} from './primitives.ts';

export const rentChargeStates = [
  'SCHEDULED',
  'DUE',
  'PAYING',
  'PAID',
  'PARTIAL',
  'OVERDUE',
  'WAIVED',
  'REFUNDED',
  'DISPUTED',
  'WON',
  'LOST',
  'RETURNED',
] as const;
export type RentChargeState = (typeof rentChargeStates)[number];

export const paymentStates = [
  'CREATED',
  'SUBMITTED',
  'UNKNOWN',
  'PENDING',
  'SETTLED',
  'FAILED',
  'RETURNED',
  'DISPUTED',
] as const;
export type PaymentState = (typeof paymentStates)[number];

export const rentChargeSchema = z.object({
  id: idSchema,
  leaseId: idSchema,
  unitId: idSchema,
  unitLabel: z.string(),
  propertyId: idSchema,
  propertyName: z.string(),
  tenant: personSchema,
  period: periodSchema,
  amount: usdSchema,
  dueOn: dateSchema,
  state: z.enum(rentChargeStates),
  paidAt: instantSchema.nullable(),
  /** The latest attempt to pay it. */
  paymentId: idSchema.nullable(),
});
export type RentCharge = z.infer<typeof rentChargeSchema>;

export const rentRollSchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  period: periodSchema,
  rows: z.array(
    z.object({
      unit: unitSchema.omit({ lease: true }),
      lease: leaseSchema.nullable(),
      charge: rentChargeSchema.nullable(),
    }),
  ),
  totals: z.object({
    units: z.number().int(),
    let: z.number().int(),
    /** Rent of the leases running in the period. */
    expected: usdSchema,
    issued: usdSchema,
    collected: usdSchema,
    outstanding: usdSchema,
  }),
});
export type RentRoll = z.infer<typeof rentRollSchema>;

export const paymentSchema = z.object({
  id: idSchema,
  chargeId: idSchema,
  state: z.enum(paymentStates),
  amount: usdSchema,
  /** The provider's words when it failed. */
  failure: z.string().nullable(),
  createdAt: instantSchema,
  settledAt: instantSchema.nullable(),
});
export type Payment = z.infer<typeof paymentSchema>;

export const readRentRoll = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/rent-roll',
  access: 'rent.roll',
  summary: 'Every unit with its lease and the charge of a month',
  params: idParams,
  query: z.strictObject({ period: periodSchema }),
  response: rentRollSchema,
});
export const issueRentCharges = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/rent-charges',
  access: 'rent.issue',
  summary: 'Charge the rent of a month to every running lease; what was charged before stays as it is',
  status: 201,
  idempotent: true,
  params: idParams,
  body: z.strictObject({ period: periodSchema }),
  response: z.object({ charges: z.array(rentChargeSchema), created: z.number().int() }),
});
export const listRentCharges = defineRoute({
  method: 'GET',
  path: '/v1/rent-charges',
  access: 'rent.read',
  summary: 'Rent charges: own ones for a tenant, of own properties for a manager, all for admin and auditor',
  query: z.strictObject({
    state: z.enum(rentChargeStates).optional(),
    period: periodSchema.optional(),
    propertyId: idSchema.optional(),
  }),
  response: listOf(rentChargeSchema),
});
export const readRentCharge = defineRoute({
  method: 'GET',
  path: '/v1/rent-charges/:id',
  access: 'rent.read',
  summary: 'One rent charge',
  params: idParams,
  response: rentChargeSchema,
});
export const startCheckout = defineRoute({
  method: 'POST',
  path: '/v1/rent-charges/:id/checkout',
  access: 'rent.pay',
  summary: 'Begin to pay: answers with the address of the payment page',
  status: 201,
  idempotent: true,
  params: idParams,
  response: z.object({ url: z.url(), paymentId: idSchema }),
});
export const readPayment = defineRoute({
  method: 'GET',
  path: '/v1/payments/:id',
  access: 'payment.read',
  summary: 'How a payment stands',
  params: idParams,
  response: paymentSchema,
});
export const readRentReceipt = defineRoute({
  method: 'GET',
  path: '/v1/rent-charges/:id/receipt',
  access: 'rent.read',
  summary: 'The receipt of a paid charge with its inclusion proof',
  params: idParams,
  response: z.object({ charge: rentChargeSchema }).extend(receiptStateSchema.shape),
});
