import { z } from 'zod';

/** What we read of Circle's objects. Circle writes USDC as currency `USD`, amounts as decimal text. */

const id = z.string().min(1);
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const DECIMALS = 6;

/** Decimal text with at most six digits after the point, as USDC units. */
export function unitsOf(text: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  if (match === null) throw new Error(`Circle sent an amount that is none: "${text}"`);
  return BigInt(`${match[1]}${(match[2] ?? '').padEnd(DECIMALS, '0')}`);
}

/** USD cents as Circle writes them. */
export const centsText = (cents: bigint): string =>
  `${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`;

const dollars = z
  .object({ amount: z.string(), currency: z.literal('USD') })
  .transform(({ amount }) => unitsOf(amount));

export const circleWireAccount = z.object({ id, status: z.string(), trackingRef: z.string() });
export type CircleWireAccount = z.output<typeof circleWireAccount>;

export const circleWireInstructions = z.object({
  trackingRef: z.string(),
  beneficiaryBank: z.object({ accountNumber: z.string() }),
});

export const circleDeposit = z.object({
  id,
  amount: dollars,
  fee: dollars.optional(),
  status: z.enum(['pending', 'complete', 'failed']),
  createDate: time,
  updateDate: time.optional(),
});
export type CircleDeposit = z.output<typeof circleDeposit>;

export const circleRecipient = z.object({
  id,
  address: z.string(),
  chain: z.string(),
  status: z.enum(['active', 'pending_verification', 'verification_succeeded']),
});
export type CircleRecipientObject = z.output<typeof circleRecipient>;

export const circleTransfer = z.object({
  id,
  amount: dollars,
  status: z.enum(['pending', 'complete', 'failed']),
  transactionHash: z.string().nullish(),
  errorCode: z.string().nullish(),
  destination: z.object({ type: z.string(), address: z.string().optional(), chain: z.string().optional() }),
  fees: z.array(z.object({ amount: z.string(), currency: z.string() })).nullish(),
  createDate: time.optional(),
});
export type CircleTransferObject = z.output<typeof circleTransfer>;

export const circleSubscription = z.object({
  id,
  endpoint: z.string(),
  subscriptionDetails: z.array(z.object({ status: z.string() })).default([]),
});
export type CircleSubscription = z.output<typeof circleSubscription>;

/** The `Message` of a notification. The object it is about sits under a key named by its kind. */
export const circleNotification = z.looseObject({ notificationType: z.string(), version: z.number() });

/** Circle Mint's names of the chains we may be on. */
const chainNames: Readonly<Record<number, string>> = {
  1: 'ETH',
  11155111: 'ETH',
  137: 'POLY',
  80002: 'POLY',
  8453: 'BASE',
  84532: 'BASE',
  // A local chain stands in for Polygon.
  31337: 'POLY',
};

/** Throws when Circle does not serve the chain. */
export function circleChainName(chainId: number): string {
  const name = chainNames[chainId];
  if (name === undefined) throw new Error(`Circle Mint has no name for chain ${chainId}.`);
  return name;
}
