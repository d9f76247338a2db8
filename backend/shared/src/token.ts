import { z } from 'zod';
import { complianceRulesSchema } from './compliance-rules.ts';
import { defineRoute } from './define-route.ts';
import { offeringTermsSchema } from './offering.ts';
import { listOf } from './page.ts';
import {
  addressSchema,
  chainTransactionStates,
  hashSchema,
  idParams,
  idSchema,
  instantSchema,
  nameSchema,
  personSchema,
  positiveSharesSchema,
  sharesSchema,
} from './primitives.ts';
import { propertyStates } from './property.ts';

export const verificationStates = ['UNVERIFIED', 'PENDING', 'VERIFIED', 'EXPIRED', 'REVOKED'] as const;
export type VerificationState = (typeof verificationStates)[number];

export const allocationStates = ['PENDING', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED'] as const;
export type AllocationState = (typeof allocationStates)[number];

export const tokenizeSchema = z.strictObject({
  /** Name of the shares; that of the property when left out. */
  name: nameSchema.optional(),
  rules: complianceRulesSchema.optional(),
  /** Terms on which the shares are offered as soon as they exist. */
  offering: offeringTermsSchema.optional(),
  symbol: z.string().regex(/^[A-Z][A-Z0-9]{1,10}$/, 'must be 2 to 11 capital letters and digits'),
  /** Maximum supply in 10⁻¹⁸ shares. */
  shares: positiveSharesSchema,
});

export const tokenizationSchema = z.object({
  propertyId: idSchema,
  state: z.enum(propertyStates),
  symbol: z.string(),
  shares: sharesSchema,
  token: addressSchema.nullable(),
  compliance: addressSchema.nullable(),
  txHash: hashSchema.nullable(),
  transactionState: z.enum(chainTransactionStates).nullable(),
  error: z.string().nullable(),
});
export type Tokenization = z.infer<typeof tokenizationSchema>;

export const verificationSchema = z.object({
  state: z.enum(verificationStates),
  /** ISO 3166-1 numeric. */
  country: z.number().int().nullable(),
  validUntil: instantSchema.nullable(),
  txHash: hashSchema.nullable(),
});

export const investorSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  wallets: z.array(addressSchema),
  verification: verificationSchema,
  createdAt: instantSchema,
});
export type Investor = z.infer<typeof investorSchema>;

export const allocationSchema = z.object({
  id: idSchema,
  investor: personSchema.nullable(),
  wallet: addressSchema,
  shares: sharesSchema,
  state: z.enum(allocationStates),
  txHash: hashSchema.nullable(),
  error: z.string().nullable(),
});
export type Allocation = z.infer<typeof allocationSchema>;

export const allocateSchema = z.strictObject({
  allocations: z
    .array(
      z.union([
        z.strictObject({ investorId: idSchema, shares: positiveSharesSchema }),
        z.strictObject({ wallet: addressSchema, shares: positiveSharesSchema }),
      ]),
    )
    .min(1)
    .max(500),
});

export const holderSchema = z.object({
  wallet: addressSchema,
  investor: personSchema.nullable(),
  shares: sharesSchema,
  /** Share of the supply in hundredths of a percent, rounded down. */
  basisPoints: z.number().int(),
});
export type Holder = z.infer<typeof holderSchema>;

/** What the transaction would cost now. */
export const costEstimateSchema = z.object({
  gas: z.string(),
  /** Wei per gas the sender would offer, and the product of both. */
  gasPrice: z.string(),
  fee: z.string(),
  /** Name of the contract's error when it would refuse. */
  refusal: z.string().nullable(),
});
export type CostEstimate = z.infer<typeof costEstimateSchema>;

export const estimateTokenization = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/tokenize/estimate',
  access: 'token.estimate',
  summary: 'Simulate the creation of the shares and say what it costs',
  params: idParams,
  body: tokenizeSchema,
  response: costEstimateSchema,
});
export const tokenizeProperty = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/tokenize',
  access: 'token.tokenize',
  summary: 'Create the token of an approved property',
  status: 202,
  idempotent: true,
  params: idParams,
  body: tokenizeSchema,
  response: tokenizationSchema,
});
export const readTokenization = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/tokenization',
  access: 'token.tokenize',
  summary: 'How the tokenization stands',
  params: idParams,
  response: tokenizationSchema,
});
export const listInvestors = defineRoute({
  method: 'GET',
  path: '/v1/investors',
  access: 'investor.read',
  summary: 'Investors with wallets and verification',
  response: listOf(investorSchema),
});
export const allocateShares = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/allocations',
  access: 'token.allocate',
  summary: 'Issue shares to verified investors',
  status: 202,
  idempotent: true,
  params: idParams,
  body: allocateSchema,
  response: listOf(allocationSchema),
});
export const listAllocations = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/allocations',
  access: 'token.allocate',
  summary: 'Issued shares and how each issue stands',
  params: idParams,
  response: listOf(allocationSchema),
});
export const listHolders = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/holders',
  access: 'holder.read',
  summary: 'Who holds the shares, as the chain says',
  params: idParams,
  response: z.object({
    supply: sharesSchema,
    /** Block up to which the register is mirrored. */
    asOfBlock: z.string().nullable(),
    items: z.array(holderSchema),
  }),
});
