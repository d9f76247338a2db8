import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { orderPermitSchema, spendingSchema } from './market-permit.ts';
import { listOf, pageOf } from './page.ts';
import {
  addressSchema,
  hashSchema,
  hexSchema,
  idParams,
  idSchema,
  instantSchema,
  integerString,
  pageQuery,
  reasonSchema,
  sharesSchema,
  transitionSchema,
  usdcSchema,
} from './primitives.ts';

export const marketStates = ['OPEN', 'HALTED'] as const;
export type MarketState = (typeof marketStates)[number];

export const orderStates = ['OPEN', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED'] as const;
export type OrderState = (typeof orderStates)[number];

export const tradeStates = ['MATCHED', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'REVERTED'] as const;
export type TradeState = (typeof tradeStates)[number];

export const orderSides = ['SELL', 'BUY'] as const;
export type OrderSide = (typeof orderSides)[number];

/** Best price and what is behind it. Prices are USDC for one whole share. */
export const levelSchema = z.object({
  price: usdcSchema,
  shares: sharesSchema,
  orders: z.number().int(),
});

export const lastTradeSchema = z.object({ price: usdcSchema, shares: sharesSchema, at: instantSchema });

/** A market is known by the id of its property. */
export const marketSchema = z.object({
  id: idSchema,
  propertyName: z.string(),
  token: addressSchema,
  symbol: z.string(),
  state: z.enum(marketStates),
  /** Why it is halted. */
  reason: z.string().nullable(),
  /** Prices are whole multiples of this, for one whole share. */
  tick: usdcSchema,
  /** Numbers of shares are whole multiples of this. */
  lot: sharesSchema,
  maxShares: sharesSchema,
  maxPrice: usdcSchema,
  feeBps: z.number().int(),
  bestBid: levelSchema.nullable(),
  bestAsk: levelSchema.nullable(),
  /** Best ask less best bid; null while a side is empty. */
  spread: usdcSchema.nullable(),
  lastTrade: lastTradeSchema.nullable(),
  /** Whole days since the last trade; null before the first. */
  daysSinceLastTrade: z.number().int().nullable(),
});
export type Market = z.infer<typeof marketSchema>;

/** What an order of this wallet must say so that the market takes it, and what the wallet may still promise. */
export const orderTermsSchema = z.object({
  chainId: z.number().int(),
  marketplace: addressSchema,
  settler: addressSchema,
  counter: integerString,
  /** A nonce that neither the chain nor an order here has used. */
  nonce: integerString,
  feeBps: z.number().int(),
  /** An order leaves the book this many seconds before the signed expiry, so that its last trade can be settled. */
  settlementMarginSeconds: z.number().int(),
  minLifeSeconds: z.number().int(),
  maxLifeSeconds: z.number().int(),
  /** What open orders and unsettled trades leave of balance and permission. */
  freeShares: sharesSchema,
  freeUsdc: usdcSchema,
  /** Shares for an order that sells, USDC for one that buys. */
  spending: z.object({ shares: spendingSchema, usdc: spendingSchema }),
});
export type OrderTerms = z.infer<typeof orderTermsSchema>;

export const depthSchema = z.object({
  /** Number of the last command this book has taken. */
  sequence: integerString,
  bids: z.array(levelSchema),
  asks: z.array(levelSchema),
});
export type MarketDepth = z.infer<typeof depthSchema>;

export const tapeSchema = z.object({
  id: idSchema,
  price: usdcSchema,
  shares: sharesSchema,
  cost: usdcSchema,
  /** What the order that came did. */
  side: z.enum(orderSides),
  state: z.enum(tradeStates),
  at: instantSchema,
});

export const candleIntervals = ['1m', '15m', '1h', '1d'] as const;
export const candleSchema = z.object({
  start: instantSchema,
  open: usdcSchema,
  high: usdcSchema,
  low: usdcSchema,
  close: usdcSchema,
  shares: sharesSchema,
  trades: z.number().int(),
});
export type Candle = z.infer<typeof candleSchema>;

export const orderSchema = z.object({
  id: idSchema,
  marketId: idSchema,
  propertyName: z.string(),
  symbol: z.string(),
  wallet: addressSchema,
  hash: hashSchema,
  side: z.enum(orderSides),
  immediate: z.boolean(),
  price: usdcSchema,
  shares: sharesSchema,
  /** Rests in the book, or is on its way into it. */
  open: sharesSchema,
  /** Met by another order, settled or being settled. */
  matched: sharesSchema,
  state: z.enum(orderStates),
  /** Why it ended, or why shares came back to it. */
  reason: z.string().nullable(),
  /** False while the book has not taken it yet. */
  accepted: z.boolean(),
  cancelRequested: z.boolean(),
  /** The transaction by which its wallet forbade it at the contract: nothing is settled under it, here or elsewhere. */
  chainCancellation: z.object({ txHash: hashSchema, final: z.boolean() }).nullable(),
  /** Leaves the book then; the signature is good a little longer. */
  expiresAt: instantSchema,
  signatureEndsAt: instantSchema,
  createdAt: instantSchema,
});
export type MarketOrder = z.infer<typeof orderSchema>;

const uint = (bits: bigint) =>
  z
    .string()
    .max(80)
    .regex(/^(0|[1-9]\d*)$/, 'must be a whole number, not negative, in a string')
    .refine((text) => !/^\d+$/.test(text) || BigInt(text) < 2n ** bits, `must fit ${bits} bits`);

/** The order as it was signed by EIP-712, domain "Freehold Marketplace", version "1". */
export const signedOrderSchema = z.strictObject({
  maker: addressSchema,
  token: addressSchema,
  side: z.enum(orderSides),
  shares: uint(128n),
  minShares: uint(128n),
  /** USDC units (10⁻⁶) for one whole share. */
  price: uint(128n),
  feeBps: z.number().int().min(0).max(10_000),
  expiry: z
    .number()
    .int()
    .min(0)
    .max(2 ** 40 - 1),
  nonce: uint(256n),
  counter: uint(256n),
  taker: addressSchema,
  settler: addressSchema,
});
export type SignedOrderInput = z.output<typeof signedOrderSchema>;

export const orderDetailSchema = orderSchema.extend({
  /** What the wallet signed, and for which contract: whoever wants it cancelled on chain calls `cancel` there with it. */
  signed: signedOrderSchema,
  chainId: z.number().int(),
  marketplace: addressSchema,
  transitions: z.array(transitionSchema),
});
export type MarketOrderDetail = z.infer<typeof orderDetailSchema>;

export const ownTradeSchema = z.object({
  id: idSchema,
  orderId: idSchema,
  marketId: idSchema,
  propertyName: z.string(),
  symbol: z.string(),
  side: z.enum(orderSides),
  price: usdcSchema,
  shares: sharesSchema,
  cost: usdcSchema,
  /** Own fee, on top of the cost for a buyer, out of it for a seller. */
  fee: usdcSchema,
  state: z.enum(tradeStates),
  reason: z.string().nullable(),
  txHash: hashSchema.nullable(),
  at: instantSchema,
});
export type OwnTrade = z.infer<typeof ownTradeSchema>;

export const placeOrderSchema = z.strictObject({
  order: signedOrderSchema,
  signature: hexSchema.max(4_000, 'is too long'),
  /** `limit` rests until it is filled; `market` trades at once, at no worse than its price, and the rest ends. */
  type: z.enum(['limit', 'market']),
  /** Where the wallet allows the marketplace too little: a permit, used when the first trade is settled. */
  permit: orderPermitSchema.optional(),
});

export const listMarkets = defineRoute({
  method: 'GET',
  path: '/v1/markets',
  access: 'market.read',
  summary: 'Markets with best prices and last trade',
  response: listOf(marketSchema),
});
export const openMarket = defineRoute({
  method: 'POST',
  path: '/v1/markets',
  access: 'market.manage',
  summary: 'Open the market of a tokenized property; the fee is in hundredths of a percent for either side',
  status: 201,
  idempotent: true,
  body: z.strictObject({ propertyId: idSchema, feeBps: z.number().int().min(0).max(1_000) }),
  response: marketSchema,
});
export const readMarket = defineRoute({
  method: 'GET',
  path: '/v1/markets/:id',
  access: 'market.read',
  summary: 'One market',
  params: idParams,
  response: marketSchema,
});
export const haltMarket = defineRoute({
  method: 'POST',
  path: '/v1/markets/:id/halt',
  access: 'market.manage',
  summary: 'Take no more orders; cancelling and settling go on',
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: marketSchema,
});
export const resumeMarket = defineRoute({
  method: 'POST',
  path: '/v1/markets/:id/resume',
  access: 'market.manage',
  summary: 'Take orders again',
  params: idParams,
  body: z.strictObject({ reason: reasonSchema }),
  response: marketSchema,
});
export const readDepth = defineRoute({
  method: 'GET',
  path: '/v1/markets/:id/depth',
  access: 'market.read',
  summary: 'The best prices of either side, best first',
  params: idParams,
  query: z.strictObject({ levels: z.coerce.number().int().min(1).max(100).default(20) }),
  response: depthSchema,
});
export const listTape = defineRoute({
  method: 'GET',
  path: '/v1/markets/:id/trades',
  access: 'market.read',
  summary: 'Trades of a market, newest first, without names',
  params: idParams,
  query: pageQuery,
  response: pageOf(tapeSchema),
});
export const readCandles = defineRoute({
  method: 'GET',
  path: '/v1/markets/:id/candles',
  access: 'market.read',
  summary:
    'Open, high, low, close and shares by interval, oldest first; intervals without a trade are left out',
  params: idParams,
  query: z.strictObject({
    interval: z.enum(candleIntervals).default('1d'),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: listOf(candleSchema),
});
export const readOrderTerms = defineRoute({
  method: 'GET',
  path: '/v1/markets/:id/terms',
  access: 'order.place',
  summary: 'What an order of this own wallet must say, and what it may still promise',
  params: idParams,
  query: z.strictObject({ wallet: addressSchema }),
  response: orderTermsSchema,
});
export const checkOrder = defineRoute({
  method: 'GET',
  path: '/v1/markets/:id/check',
  access: 'order.place',
  summary: 'What the contracts would say against an order of this own wallet, before anything is signed',
  params: idParams,
  query: z.strictObject({
    wallet: addressSchema,
    side: z.enum(orderSides),
    shares: uint(128n),
    price: uint(128n),
  }),
  response: z.object({
    /** Names of the contracts' errors; empty when the order could be settled as far as can be told. */
    reasons: z.array(z.object({ name: z.string(), message: z.string() })),
  }),
});
export const placeOrder = defineRoute({
  method: 'POST',
  path: '/v1/markets/:id/orders',
  access: 'order.place',
  summary: 'Place a signed order; refused with the reason when it would fail on chain',
  status: 201,
  idempotent: true,
  params: idParams,
  body: placeOrderSchema,
  response: orderSchema,
});
export const listOrders = defineRoute({
  method: 'GET',
  path: '/v1/orders',
  access: 'order.read',
  summary: 'Own orders, newest first',
  query: pageQuery.extend({ marketId: idSchema.optional(), state: z.enum(orderStates).optional() }),
  response: pageOf(orderSchema),
});
export const readOrder = defineRoute({
  method: 'GET',
  path: '/v1/orders/:id',
  access: 'order.read',
  summary: 'One own order with its history',
  params: idParams,
  response: orderDetailSchema,
});
export const cancelOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:id/cancel',
  access: 'order.place',
  summary: 'Cancel what is left of an own order; what was matched before is settled',
  status: 202,
  params: idParams,
  response: orderDetailSchema,
});
export const cancelAllOrders = defineRoute({
  method: 'POST',
  path: '/v1/orders/cancel-all',
  access: 'order.place',
  summary: 'Cancel all own orders, of one market or of all',
  status: 202,
  body: z.strictObject({ marketId: idSchema.optional() }),
  response: z.object({ cancelling: z.number().int() }),
});
export const listOwnTrades = defineRoute({
  method: 'GET',
  path: '/v1/trades',
  access: 'order.read',
  summary: 'Own trades, newest first',
  query: pageQuery.extend({ marketId: idSchema.optional() }),
  response: pageOf(ownTradeSchema),
});
