import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { fileSchema } from './file.ts';
import { listOf, pageOf } from './page.ts';
import {
  addressSchema,
  dateSchema,
  hashSchema,
  idParams,
  idSchema,
  instantSchema,
  integerString,
  pageQuery,
  personSchema,
  positiveSharesSchema,
  reasonSchema,
  sharesSchema,
  transitionSchema,
} from './primitives.ts';

export const complianceActKinds = [
  'FREEZE',
  'UNFREEZE',
  'FREEZE_SHARES',
  'UNFREEZE_SHARES',
  'APPROVE_TRANSFER',
  'REVOKE_APPROVAL',
  'FORCED_TRANSFER',
  'RECOVERY',
] as const;
export type ComplianceActKind = (typeof complianceActKinds)[number];

/** Acts that move shares wait for a second administrator; freezing must be fast, and an approval moves nothing itself. */
export const needsSecondAdministrator = (kind: ComplianceActKind): boolean =>
  kind === 'FORCED_TRANSFER' || kind === 'RECOVERY';

/** Acts about a second wallet. */
export const namesReceiver = (kind: ComplianceActKind): boolean =>
  needsSecondAdministrator(kind) || kind === 'APPROVE_TRANSFER' || kind === 'REVOKE_APPROVAL';

export const complianceActStates = ['PROPOSED', 'REFUSED', 'SUBMITTED', 'FINAL', 'FAILED'] as const;
export type ComplianceActState = (typeof complianceActStates)[number];

export const complianceCallSchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  symbol: z.string(),
  state: z.enum(['WAITING', 'SUBMITTED', 'FINAL', 'FAILED']),
  txHash: hashSchema.nullable(),
  problem: z.string().nullable(),
});

export const complianceActSchema = z.object({
  id: idSchema,
  kind: z.enum(complianceActKinds),
  state: z.enum(complianceActStates),
  wallet: addressSchema,
  owner: personSchema.nullable(),
  toWallet: addressSchema.nullable(),
  toOwner: personSchema.nullable(),
  shares: sharesSchema.nullable(),
  reason: z.string(),
  proposedBy: personSchema,
  decidedBy: personSchema.nullable(),
  decisionReason: z.string().nullable(),
  /** Whose mail account was told of the proposal, by wallet; null where no account is linked. */
  notices: z.array(z.object({ wallet: addressSchema, person: personSchema.nullable() })),
  /** One for each token. */
  calls: z.array(complianceCallSchema),
  createdAt: instantSchema,
});
export type ComplianceAct = z.infer<typeof complianceActSchema>;
export const complianceActDetailSchema = complianceActSchema.extend({
  transitions: z.array(transitionSchema),
});
export type ComplianceActDetail = z.infer<typeof complianceActDetailSchema>;

const aimed = { wallet: addressSchema, reason: reasonSchema };
const onToken = { ...aimed, propertyId: idSchema };

export const newComplianceActSchema = z.discriminatedUnion('kind', [
  /** Without `propertyId`: on every token there is. */
  z.strictObject({ kind: z.enum(['FREEZE', 'UNFREEZE']), ...aimed, propertyId: idSchema.optional() }),
  z.strictObject({
    kind: z.enum(['FREEZE_SHARES', 'UNFREEZE_SHARES']),
    ...onToken,
    shares: positiveSharesSchema,
  }),
  /** An approval lets the holder make one transfer of exactly this; it can be taken back until he does. */
  z.strictObject({
    kind: z.enum(['FORCED_TRANSFER', 'APPROVE_TRANSFER', 'REVOKE_APPROVAL']),
    ...onToken,
    toWallet: addressSchema,
    shares: positiveSharesSchema,
  }),
  /** On every token that the lost wallet ever held. */
  z.strictObject({ kind: z.literal('RECOVERY'), ...aimed, toWallet: addressSchema }),
]);
export type NewComplianceAct = z.infer<typeof newComplianceActSchema>;

export const proposeComplianceAct = defineRoute({
  method: 'POST',
  path: '/v1/compliance/acts',
  access: 'compliance.act',
  summary:
    'Freeze, release or approve a transfer at once; propose a forced transfer or a recovery to another administrator',
  status: 202,
  idempotent: true,
  body: newComplianceActSchema,
  response: complianceActDetailSchema,
});
export const confirmComplianceAct = defineRoute({
  method: 'POST',
  path: '/v1/compliance/acts/:id/confirm',
  access: 'compliance.act',
  summary: 'Confirm what another administrator proposed, and send it to the chain',
  status: 202,
  idempotent: true,
  params: idParams,
  response: complianceActDetailSchema,
});
export const refuseComplianceAct = defineRoute({
  method: 'POST',
  path: '/v1/compliance/acts/:id/refuse',
  access: 'compliance.act',
  summary: 'Refuse or withdraw a proposal, with the reason',
  idempotent: true,
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: complianceActDetailSchema,
});
export const listComplianceActs = defineRoute({
  method: 'GET',
  path: '/v1/compliance/acts',
  access: 'compliance.read',
  summary: 'Freezes, approvals, forced transfers and recoveries, newest first',
  query: pageQuery.extend({ state: z.enum(complianceActStates).optional() }),
  response: pageOf(complianceActSchema),
});
export const readComplianceAct = defineRoute({
  method: 'GET',
  path: '/v1/compliance/acts/:id',
  access: 'compliance.read',
  summary: 'One act with its history',
  params: idParams,
  response: complianceActDetailSchema,
});

export const frozenHoldingSchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  symbol: z.string(),
  wallet: addressSchema,
  owner: personSchema.nullable(),
  /** The wallet as a whole. */
  frozen: z.boolean(),
  frozenShares: sharesSchema,
});
export const listFrozen = defineRoute({
  method: 'GET',
  path: '/v1/compliance/frozen',
  access: 'compliance.read',
  summary: 'Wallets that are frozen in whole or in part now, as the chain says',
  response: listOf(frozenHoldingSchema),
});

const part = z.number().int();
export const registerSchema = z.object({
  propertyId: idSchema,
  propertyName: z.string(),
  symbol: z.string(),
  /** End of this day in UTC; null for now. */
  on: dateSchema.nullable(),
  asOfBlock: integerString,
  asOf: instantSchema,
  supply: sharesSchema,
  /** By wallet, largest first. */
  holders: z.array(
    z.object({
      wallet: addressSchema,
      investor: personSchema.nullable(),
      shares: sharesSchema,
      basisPoints: part,
    }),
  ),
  /** By person, largest first: all wallets of an investor as one; a wallet nobody linked stands for itself. */
  capTable: z.array(
    z.object({
      investor: personSchema.nullable(),
      wallets: z.array(addressSchema),
      shares: sharesSchema,
      basisPoints: part,
    }),
  ),
  concentration: z.object({
    holders: z.number().int(),
    /** Hundredths of a percent of the supply. */
    largest: part,
    fiveLargest: part,
    tenLargest: part,
    /** Sum of the squared percentages: 10,000 when one person holds all. */
    herfindahl: z.number().int(),
  }),
});
export type Register = z.infer<typeof registerSchema>;

const registerQuery = z.strictObject({ on: dateSchema.optional() });
export const readRegister = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/register',
  access: 'holder.read',
  summary: 'Register and cap table at the end of a day, or now, from the history of the chain',
  params: idParams,
  query: registerQuery,
  response: registerSchema,
});
export const exportRegister = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/register.csv',
  access: 'holder.read',
  summary: 'The register as CSV',
  produces: 'text/csv',
  params: idParams,
  query: registerQuery,
  response: fileSchema,
});
export const exportCapTable = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/cap-table.csv',
  access: 'holder.read',
  summary: 'The cap table as CSV',
  produces: 'text/csv',
  params: idParams,
  query: registerQuery,
  response: fileSchema,
});
