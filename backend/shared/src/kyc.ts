import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { pageOf } from './page.ts';
import {
  addressSchema,
  dateSchema,
  hashSchema,
  idParams,
  idSchema,
  instantSchema,
  pageQuery,
  personSchema,
  reasonSchema,
  transitionSchema,
} from './primitives.ts';

export const kycProviders = ['sumsub', 'persona', 'veriff'] as const;
export type KycProviderName = (typeof kycProviders)[number];

export const kycStates = [
  'NOT_STARTED',
  'PENDING',
  'IN_REVIEW',
  'APPROVED',
  'RETRY',
  'REJECTED',
  'EXPIRED',
  'REVOKED',
] as const;
export type KycState = (typeof kycStates)[number];

/** Why a check did not pass, in our words: what providers call it differs, and their comments may name persons. */
export const kycReasons = [
  'DOCUMENT_UNREADABLE',
  'DOCUMENT_EXPIRED',
  'DOCUMENT_NOT_ACCEPTED',
  'DOCUMENT_FORGED',
  'FACE_MISMATCH',
  'DATA_MISMATCH',
  'ADDRESS_UNPROVEN',
  'COUNTRY_NOT_SERVED',
  'WATCH_LIST',
  'DUPLICATE_PERSON',
  'UNDER_AGE',
  'ABANDONED',
  'VALIDITY_OVER',
  'OTHER',
] as const;
export type KycReason = (typeof kycReasons)[number];

/** What the registry on chain says of a linked wallet, or is being told. */
export const walletStandings = ['NONE', 'ATTESTING', 'ATTESTED', 'REVOKING', 'FAILED'] as const;
export type WalletStanding = (typeof walletStandings)[number];

export const kycWalletSchema = z.object({
  address: addressSchema,
  standing: z.enum(walletStandings),
  validUntil: instantSchema.nullable(),
  txHash: hashSchema.nullable(),
  problem: z.string().nullable(),
});
export type KycWallet = z.infer<typeof kycWalletSchema>;

const standing = {
  state: z.enum(kycStates),
  reasons: z.array(z.enum(kycReasons)),
  /** Words of an administrator about the last decision; the investor sees them. */
  note: z.string().nullable(),
  provider: z.enum(kycProviders).nullable(),
  /** ISO 3166-1 numeric, where the investor lives. */
  country: z.number().int().nullable(),
  validUntil: instantSchema.nullable(),
  /** Last day on which the investor counts as accredited. */
  accreditedUntil: dateSchema.nullable(),
  updatedAt: instantSchema.nullable(),
};

export const kycStatusSchema = z.object({
  ...standing,
  /** Whether `startKyc` would lead to the provider's page now. */
  mayStart: z.boolean(),
  /** The check is being done anew while the old one still counts. */
  renewing: z.boolean(),
  wallets: z.array(kycWalletSchema),
});
export type KycStatus = z.infer<typeof kycStatusSchema>;

export const kycInvestorSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  ...standing,
  wallets: z.number().int(),
  /** Revoked, and no second administrator has looked at it yet. */
  secondLookDue: z.boolean(),
});
export type KycInvestor = z.infer<typeof kycInvestorSchema>;

export const kycDetailSchema = kycInvestorSchema.extend({
  wallets: z.array(kycWalletSchema),
  /** The provider's id of the check, for looking it up there. */
  externalId: z.string().nullable(),
  attempts: z.number().int(),
  readAt: instantSchema.nullable(),
  revokedBy: personSchema.nullable(),
  secondLookBy: personSchema.nullable(),
  timeline: z.array(transitionSchema),
});
export type KycDetail = z.infer<typeof kycDetailSchema>;

export const secondLooks = ['CONFIRM', 'REINSTATE'] as const;

export const readKyc = defineRoute({
  method: 'GET',
  path: '/v1/kyc',
  access: 'kyc.self',
  summary: 'Where the own identity check stands',
  response: kycStatusSchema,
});
export const startKyc = defineRoute({
  method: 'POST',
  path: '/v1/kyc/start',
  access: 'kyc.self',
  summary: 'Begin, continue or renew the own identity check',
  response: z.object({
    /** The provider's page; null when there is nothing to do there, because the check has moved on. */
    url: z.url().nullable(),
    kyc: kycStatusSchema,
  }),
});
export const listKyc = defineRoute({
  method: 'GET',
  path: '/v1/kyc/investors',
  access: 'kyc.read',
  summary: 'Investors and where their identity checks stand, newest accounts first',
  query: pageQuery.extend({ state: z.enum(kycStates).optional() }),
  response: pageOf(kycInvestorSchema),
});
export const readKycInvestor = defineRoute({
  method: 'GET',
  path: '/v1/kyc/investors/:id',
  access: 'kyc.read',
  summary: 'One investor’s identity check with its history and wallets',
  params: idParams,
  response: kycDetailSchema,
});
export const refreshKyc = defineRoute({
  method: 'POST',
  path: '/v1/kyc/investors/:id/refresh',
  access: 'kyc.refresh',
  summary: 'Ask the provider again and act on the answer',
  params: idParams,
  response: kycDetailSchema,
});
export const revokeKyc = defineRoute({
  method: 'POST',
  path: '/v1/kyc/investors/:id/revoke',
  access: 'kyc.review',
  summary: 'Take an approval back; the wallets can receive no shares from then on',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: kycDetailSchema,
});
export const lookAgainAtKyc = defineRoute({
  method: 'POST',
  path: '/v1/kyc/investors/:id/second-look',
  access: 'kyc.review',
  summary: 'Confirm or undo the revocation of another administrator',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ verdict: z.enum(secondLooks), reason: reasonSchema }),
  response: kycDetailSchema,
});
export const reopenKyc = defineRoute({
  method: 'POST',
  path: '/v1/kyc/investors/:id/reopen',
  access: 'kyc.review',
  summary: 'Let a rejected or revoked investor begin anew',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: kycDetailSchema,
});
export const accreditInvestor = defineRoute({
  method: 'POST',
  path: '/v1/kyc/investors/:id/accreditation',
  access: 'kyc.review',
  summary: 'Say until when an investor counts as accredited, or no longer',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ until: dateSchema.nullable(), reason: reasonSchema }),
  response: kycDetailSchema,
});
