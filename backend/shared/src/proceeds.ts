import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import {
  addressSchema,
  hashSchema,
  idParams,
  idSchema,
  instantSchema,
  personSchema,
  positiveIntegerString,
  reasonSchema,
  transitionSchema,
  usdcSchema,
} from './primitives.ts';

/**
 * PROPOSED waits for a second administrator. CREDITING attributes the money to the property in the treasury contract,
 * RELEASING sends it to the issuer, PAID is final on chain and in the books.
 */
export const proceedsPayoutStates = ['PROPOSED', 'REFUSED', 'CREDITING', 'RELEASING', 'PAID'] as const;
export type ProceedsPayoutState = (typeof proceedsPayoutStates)[number];

export const payoutAddressSchema = z.object({
  address: addressSchema,
  registeredBy: personSchema,
  registeredAt: instantSchema,
  /** Whether proceeds of this property have arrived there before. */
  paidBefore: z.boolean(),
});
export type PayoutAddress = z.infer<typeof payoutAddressSchema>;

export const payoutAddressesSchema = z.object({
  current: payoutAddressSchema.nullable(),
  /** Those it replaced, newest first. */
  earlier: z.array(payoutAddressSchema),
});
export type PayoutAddresses = z.infer<typeof payoutAddressesSchema>;

export const proceedsPayoutSchema = z.object({
  id: idSchema,
  offeringId: idSchema,
  state: z.enum(proceedsPayoutStates),
  amount: usdcSchema,
  address: addressSchema,
  /** Nothing has been paid there before: confirming takes the address itself. */
  newAddress: z.boolean(),
  proposedBy: personSchema,
  decidedBy: personSchema.nullable(),
  decisionReason: z.string().nullable(),
  txHash: hashSchema.nullable(),
  /** Why the contract refuses for now; it is asked again every minute. */
  problem: z.string().nullable(),
  createdAt: instantSchema,
  transitions: z.array(transitionSchema),
});
export type ProceedsPayout = z.infer<typeof proceedsPayoutSchema>;

export const proceedsSchema = z.object({
  offeringId: idSchema,
  propertyId: idSchema,
  /** Price of the shares delivered so far, as booked. */
  gross: usdcSchema,
  paidOut: usdcSchema,
  /** Proposed or on its way. */
  underWay: usdcSchema,
  /** What a new payout may be at most. */
  available: usdcSchema,
  address: payoutAddressSchema.nullable(),
  /** Newest first. */
  payouts: z.array(proceedsPayoutSchema),
});
export type Proceeds = z.infer<typeof proceedsSchema>;

export const readPayoutAddresses = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/payout-address',
  access: 'proceeds.read',
  summary: 'Where the proceeds of a property’s sales go, and where they went before',
  params: idParams,
  response: payoutAddressesSchema,
});
export const registerPayoutAddress = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/payout-address',
  access: 'payoutAddress.write',
  summary: 'Register the wallet that receives the proceeds of a property’s sales',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ address: addressSchema }),
  response: payoutAddressesSchema,
});
export const readProceeds = defineRoute({
  method: 'GET',
  path: '/v1/offerings/:id/proceeds',
  access: 'proceeds.read',
  summary: 'What a primary sale earned, and what of it was paid to the issuer',
  params: idParams,
  response: proceedsSchema,
});
export const proposeProceedsPayout = defineRoute({
  method: 'POST',
  path: '/v1/offerings/:id/proceeds-payouts',
  access: 'proceeds.pay',
  summary: 'Propose to another administrator to pay proceeds to the issuer',
  status: 202,
  idempotent: true,
  params: idParams,
  body: z.strictObject({
    amount: z.strictObject({ amount: positiveIntegerString.max(30), currency: z.literal('USDC') }),
  }),
  response: proceedsPayoutSchema,
});
export const confirmProceedsPayout = defineRoute({
  method: 'POST',
  path: '/v1/proceeds-payouts/:id/confirm',
  access: 'proceeds.pay',
  summary: 'Confirm a payout which another administrator proposed',
  status: 202,
  idempotent: true,
  params: idParams,
  /** The address, typed again, where nothing was ever paid to it. */
  body: z.strictObject({ newAddress: addressSchema.optional() }),
  response: proceedsPayoutSchema,
});
export const refuseProceedsPayout = defineRoute({
  method: 'POST',
  path: '/v1/proceeds-payouts/:id/refuse',
  access: 'proceeds.pay',
  summary: 'Refuse or withdraw a payout of proceeds, with the reason',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: proceedsPayoutSchema,
});
