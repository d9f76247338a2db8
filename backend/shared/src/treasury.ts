import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { idSchema, instantSchema, moneySchema, usdcSchema, usdSchema } from './primitives.ts';

/** States of a movement through a provider, and for transfers on to the chain. */
export const movementStates = [
  'CREATED',
  'SUBMITTED',
  'UNKNOWN',
  'PENDING',
  'SETTLED',
  'FAILED',
  'RETURNED',
] as const;
export type MovementState = (typeof movementStates)[number];

export const movementSchema = z.object({
  id: idSchema,
  kind: z.enum(['WIRE', 'TRANSFER']),
  state: z.enum(movementStates),
  amount: moneySchema,
  lines: z.array(z.object({ propertyId: idSchema, propertyName: z.string(), amount: moneySchema })),
  /** The provider's id, once it has one. */
  providerId: z.string().nullable(),
  txHash: z.string().nullable(),
  error: z.string().nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Movement = z.infer<typeof movementSchema>;

export const treasuryPropertySchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  /** Rent collected that is still dollars: at Stripe, in the bank, or wired. */
  dollars: usdSchema,
  atCircle: usdcSchema,
  inTreasury: usdcSchema,
});

export const treasurySchema = z.object({
  /** Where the money is, in the order in which it travels. */
  pipeline: z.object({
    stripePending: usdSchema,
    stripeAvailable: usdSchema,
    stripeInTransit: usdSchema,
    bank: usdSchema,
    wireInTransit: usdSchema,
    circlePending: usdSchema,
    circle: usdcSchema,
    chainTransfer: usdcSchema,
    treasury: usdcSchema,
    dividends: usdcSchema,
  }),
  properties: z.array(treasuryPropertySchema),
  /** Newest first, at most 50. */
  movements: z.array(movementSchema),
  asOf: instantSchema,
});
export type Treasury = z.infer<typeof treasurySchema>;

export const readTreasury = defineRoute({
  method: 'GET',
  path: '/v1/treasury',
  access: 'treasury.read',
  summary: 'Where the money is between tenant and investor',
  response: treasurySchema,
});
export const createWire = defineRoute({
  method: 'POST',
  path: '/v1/treasury/wires',
  access: 'treasury.move',
  summary: 'Wire what the bank holds for properties to Circle; null when it holds nothing',
  status: 202,
  idempotent: true,
  response: z.object({ movement: movementSchema.nullable() }),
});
export const createTransfer = defineRoute({
  method: 'POST',
  path: '/v1/treasury/transfers',
  access: 'treasury.move',
  summary: 'Send what Circle holds for properties to the treasury on chain; null when it holds nothing',
  status: 202,
  idempotent: true,
  response: z.object({ movement: movementSchema.nullable() }),
});
