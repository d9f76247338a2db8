import { z } from 'zod';
import { complianceRulesSchema } from './compliance-rules.ts';
import { defineRoute } from './define-route.ts';
import { listOf } from './page.ts';
import {
  addressSchema,
  chainTransactionStates,
  hashSchema,
  hexSchema,
  idParams,
  idSchema,
  instantSchema,
  personSchema,
  positiveIntegerString,
  positiveSharesSchema,
  reasonSchema,
  sharesSchema,
  transitionSchema,
  usdcSchema,
} from './primitives.ts';

export const offeringStates = ['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'] as const;
export type OfferingState = (typeof offeringStates)[number];

export const subscriptionStates = ['INTENT', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** AUTHORIZATION: the investor signs once, the platform sends. TRANSACTION: the investor's wallet sends. */
export const subscriptionMethods = ['AUTHORIZATION', 'TRANSACTION'] as const;

/** What became of the money: waiting in the contract, turned into shares, back in the wallet, or stuck for a reason. */
export const subscriptionOutcomes = ['ESCROWED', 'DELIVERED', 'REFUNDED', 'HELD'] as const;
export type SubscriptionOutcome = (typeof subscriptionOutcomes)[number];

const DAY_MS = 86_400_000;
const priceSchema = z.strictObject({ amount: positiveIntegerString.max(30), currency: z.literal('USDC') });

export const offeringTermsSchema = z
  .strictObject({
    /** For one whole share. */
    price: priceSchema,
    /** Most shares to be sold. */
    cap: positiveSharesSchema.max(38),
    /** Fewest shares for the sale to succeed; below it everybody gets his money back. */
    minimum: sharesSchema.max(38).regex(/^\d/, 'must not be negative'),
    minPerInvestor: positiveSharesSchema.max(38),
    /** Over all wallets of an investor. */
    maxPerInvestor: positiveSharesSchema.max(38),
    opensAt: instantSchema,
    closesAt: instantSchema,
  })
  .superRefine((terms, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const [cap, minimum, least, most] = [
      BigInt(terms.cap),
      BigInt(terms.minimum),
      BigInt(terms.minPerInvestor),
      BigInt(terms.maxPerInvestor),
    ];
    if (minimum > cap) refuse('minimum', 'must not exceed the number of shares for sale');
    if (least > cap) refuse('minPerInvestor', 'must not exceed the number of shares for sale');
    if (least > most) refuse('maxPerInvestor', 'must not be below the least per investor');
    const whole = (shares: bigint): boolean => (shares * BigInt(terms.price.amount)) % 10n ** 18n === 0n;
    if (!whole(cap)) refuse('cap', 'must cost a whole number of USDC units at this price');
    if (!whole(least)) refuse('minPerInvestor', 'must cost a whole number of USDC units at this price');
    const lasts = Date.parse(terms.closesAt) - Date.parse(terms.opensAt);
    if (lasts <= 0) refuse('closesAt', 'must be after the opening');
    if (lasts > 365 * DAY_MS) refuse('closesAt', 'must be within a year of the opening');
  });
export type OfferingTerms = z.infer<typeof offeringTermsSchema>;

export const offeringProgressSchema = z.object({
  /** Shares ever subscribed to, and how many investors (by wallet) did. */
  subscribed: sharesSchema,
  investors: z.number().int(),
  delivered: sharesSchema,
  refunded: sharesSchema,
  /** USDC that waits in the contract. */
  escrow: usdcSchema,
  /** Wallets whose shares or money the chain refused to hand over; they stay theirs. */
  held: z.number().int(),
  /** Hundredths of a percent of the cap, rounded down. */
  soldBasisPoints: z.number().int(),
});

export const offeringSchema = z.object({
  id: idSchema,
  property: z.object({ id: idSchema, name: z.string() }),
  /** Id of the offering in the contract. */
  chainOfferingId: hashSchema,
  contract: addressSchema,
  token: addressSchema.nullable(),
  symbol: z.string(),
  state: z.enum(offeringStates),
  price: usdcSchema,
  cap: sharesSchema,
  minimum: sharesSchema,
  minPerInvestor: sharesSchema,
  maxPerInvestor: sharesSchema,
  opensAt: instantSchema,
  closesAt: instantSchema,
  progress: offeringProgressSchema,
  /** Who may hold the shares and how they may move, as they were created, and how many there may be. */
  rules: complianceRulesSchema,
  maxSupply: sharesSchema,
  /** The act of ours that is on its way to the chain, or failed there. */
  transactionState: z.enum(chainTransactionStates).nullable(),
  /** Name of the contract's error, or a sentence, when the chain refused. */
  problem: z.string().nullable(),
  createdAt: instantSchema,
});
export type Offering = z.infer<typeof offeringSchema>;

export const offeringDetailSchema = offeringSchema.extend({ transitions: z.array(transitionSchema) });
export type OfferingDetail = z.infer<typeof offeringDetailSchema>;

/** What an ERC-3009 signature of this subscription must say (EIP-712). */
export const authorizationSchema = z.object({
  domain: z.object({
    name: z.string(),
    version: z.string(),
    chainId: z.number().int(),
    verifyingContract: addressSchema,
  }),
  message: z.object({
    from: addressSchema,
    to: addressSchema,
    value: z.string(),
    validAfter: z.string(),
    validBefore: z.string(),
    nonce: hashSchema,
  }),
});
export type Authorization = z.infer<typeof authorizationSchema>;

export const subscriptionSchema = z.object({
  id: idSchema,
  offeringId: idSchema,
  property: z.object({ id: idSchema, name: z.string() }),
  symbol: z.string(),
  investor: personSchema.nullable(),
  wallet: addressSchema,
  shares: sharesSchema,
  cost: usdcSchema,
  method: z.enum(subscriptionMethods),
  state: z.enum(subscriptionStates),
  outcome: z.enum(subscriptionOutcomes).nullable(),
  /** While it waits for the signature. */
  authorization: authorizationSchema.nullable(),
  txHash: hashSchema.nullable(),
  transactionState: z.enum(chainTransactionStates).nullable(),
  /** Why it failed or is held: the name of a contract error, EXPIRED, or DISCARDED. */
  reason: z.string().nullable(),
  createdAt: instantSchema,
});
export type Subscription = z.infer<typeof subscriptionSchema>;

export const subscribeSchema = z.strictObject({
  wallet: addressSchema,
  shares: positiveSharesSchema.max(38),
  method: z.enum(subscriptionMethods).default('AUTHORIZATION'),
});

export const subscriptionCheckSchema = z.object({
  cost: usdcSchema,
  /** USDC in the wallet. */
  balance: usdcSchema,
  /** Names of contract errors: every reason for which the contract would refuse now. */
  refusals: z.array(z.string()),
});
export type SubscriptionCheck = z.infer<typeof subscriptionCheckSchema>;

export const yieldsSchema = z.object({
  /** Rents of the leases running today for a year, less fee, reserve and the last year's expenses. */
  projected: z
    .object({
      basisPoints: z.number().int(),
      leases: z.number().int(),
      annualRent: z.string(),
      platformFee: z.string(),
      reserve: z.string(),
      expenses: z.string(),
      net: z.string(),
    })
    .nullable(),
  /** What one share received in the last twelve months, over its price. */
  trailing: z
    .object({
      basisPoints: z.number().int(),
      perShare: usdcSchema,
      dividends: z.number().int(),
      since: instantSchema,
    })
    .nullable(),
  /** The price both are measured against. */
  price: usdcSchema.nullable(),
});
export type Yields = z.infer<typeof yieldsSchema>;

const read = { access: 'offering.read', params: idParams } as const;
const run = {
  method: 'POST',
  access: 'offering.run',
  params: idParams,
  response: offeringDetailSchema,
} as const;

export const createOffering = defineRoute({
  ...run,
  path: '/v1/properties/:id/offerings',
  summary: 'Offer shares of a tokenized property for sale',
  status: 202,
  idempotent: true,
  body: offeringTermsSchema,
});
export const listOfferings = defineRoute({
  method: 'GET',
  path: '/v1/offerings',
  access: 'offering.read',
  summary: 'Primary sales of the properties one may see, newest first',
  query: z.strictObject({ propertyId: idSchema.optional(), state: z.enum(offeringStates).optional() }),
  response: listOf(offeringSchema),
});
export const readOffering = defineRoute({
  ...read,
  method: 'GET',
  path: '/v1/offerings/:id',
  summary: 'One primary sale: terms, progress and history',
  response: offeringDetailSchema,
});
export const closeOffering = defineRoute({
  ...run,
  path: '/v1/offerings/:id/close',
  summary: 'Close a sale that is sold out or over',
  status: 202,
});
export const cancelOffering = defineRoute({
  ...run,
  path: '/v1/offerings/:id/cancel',
  summary: 'Call a sale off; everybody gets the money back',
  status: 202,
  body: z.strictObject({ reason: reasonSchema }),
});
export const retryOffering = defineRoute({
  ...run,
  path: '/v1/offerings/:id/retry',
  summary: 'Try again what the chain refused: opening, delivering, refunding',
  status: 202,
});
export const readYields = defineRoute({
  ...read,
  method: 'GET',
  path: '/v1/properties/:id/yields',
  summary: 'Projected and trailing yield of a property',
  response: yieldsSchema,
});
export const checkSubscription = defineRoute({
  method: 'GET',
  path: '/v1/offerings/:id/check',
  access: 'subscription.write',
  summary: 'Whether a wallet could buy this many shares now, and every reason why not',
  params: idParams,
  query: z.strictObject({ wallet: addressSchema, shares: positiveSharesSchema.max(38) }),
  response: subscriptionCheckSchema,
});
export const createSubscription = defineRoute({
  method: 'POST',
  path: '/v1/offerings/:id/subscriptions',
  access: 'subscription.write',
  summary: 'Begin a purchase; answers with what the wallet must sign',
  status: 201,
  idempotent: true,
  params: idParams,
  body: subscribeSchema,
  response: subscriptionSchema,
});
export const authorizeSubscription = defineRoute({
  method: 'POST',
  path: '/v1/subscriptions/:id/authorize',
  access: 'subscription.write',
  summary: 'Hand in the signature; the platform sends the purchase',
  status: 202,
  params: idParams,
  body: z.strictObject({ signature: hexSchema.max(4_002) }),
  response: subscriptionSchema,
});
export const reportSubscription = defineRoute({
  method: 'POST',
  path: '/v1/subscriptions/:id/sent',
  access: 'subscription.write',
  summary: 'Name the transaction the wallet sent',
  status: 202,
  params: idParams,
  body: z.strictObject({ txHash: hashSchema }),
  response: subscriptionSchema,
});
export const discardSubscription = defineRoute({
  method: 'POST',
  path: '/v1/subscriptions/:id/discard',
  access: 'subscription.write',
  summary: 'Give up a purchase that was not signed',
  params: idParams,
  response: subscriptionSchema,
});
export const listMySubscriptions = defineRoute({
  method: 'GET',
  path: '/v1/subscriptions',
  access: 'subscription.write',
  summary: 'Own purchases in primary sales, newest first',
  query: z.strictObject({ offeringId: idSchema.optional() }),
  response: listOf(subscriptionSchema),
});
export const listSubscriptions = defineRoute({
  method: 'GET',
  path: '/v1/offerings/:id/subscriptions',
  access: 'holder.read',
  summary: 'Everybody’s purchases in a primary sale, newest first',
  params: idParams,
  response: listOf(subscriptionSchema),
});
