import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { orderSides, orderStates } from '@freehold/shared/marketplace';
import { boundBy, sideNumber } from '@freehold/shared/signed-order';
import { getAddress, type Hex, isHex } from 'viem';
import { z } from 'zod';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { type NewLiveEvent, userTopic } from '../../live/domain/publish.ts';
import type { RestingOrder, Side } from '../domain/matching/engine.types.ts';
import { assetOf, type OrderWithSignature } from '../domain/signed-order.ts';
import type { Standing } from '../domain/standing.ts';
import type { Reservation } from './reservation.store.ts';

export type OrderRow = Prisma.MarketOrderGetPayload<object>;

const sideSchema = z.enum(orderSides);
const stateSchema = z.enum(orderStates);

export const sideOf = (row: Pick<OrderRow, 'side'>): Side => sideSchema.parse(row.side);
export const stateOf = (row: Pick<OrderRow, 'state'>) => stateSchema.parse(row.state);

export const toStanding = (row: OrderRow): Standing => ({
  id: row.id,
  side: sideOf(row),
  feeBps: row.feeBps,
  open: toBigInt(row.openShares),
  reopening: toBigInt(row.reopeningShares),
  matched: toBigInt(row.matchedShares),
  state: stateOf(row),
  reason: row.reason,
});

/** The order as the engine knows it, with so many shares. */
export const toResting = (row: OrderRow, shares: bigint): RestingOrder => ({
  id: row.id,
  investor: row.investorId,
  side: sideOf(row),
  price: toBigInt(row.price),
  shares,
  // Exact: unix seconds and numbers of commands, far below 2^53.
  expiry: Number(row.expiry),
  immediate: row.immediate,
  sequence: Number(row.sequence),
});

/** The order as it was signed. */
export const toSigned = (row: OrderRow, token: string): OrderWithSignature => ({
  order: {
    maker: getAddress(row.maker),
    token: getAddress(token),
    side: sideNumber(sideOf(row)),
    shares: toBigInt(row.shares),
    minShares: toBigInt(row.minShares),
    price: toBigInt(row.price),
    feeBps: row.feeBps,
    expiry: Number(row.signedExpiry),
    nonce: toBigInt(row.nonce),
    counter: toBigInt(row.counter),
    taker: getAddress(row.taker),
    settler: getAddress(row.settler),
  },
  signature: hexOf(row.signature),
});

type Assets = Readonly<{ token: string; usdc: string }>;

/** What the order binds while it stands so. */
export const reservationOf = (
  row: OrderRow,
  { open, reopening }: Pick<Standing, 'open' | 'reopening'>,
  { token, usdc }: Assets,
): Reservation => ({
  subjectId: row.id,
  asset: assetOf(sideOf(row), token, usdc),
  wallet: row.maker,
  amount: boundBy({ side: sideOf(row), price: toBigInt(row.price), feeBps: row.feeBps }, open + reopening),
});

/** What both sides of a trade bind until it is on chain. */
export const tradeReservations = (
  trade: Readonly<{ id: string; shares: bigint; cost: bigint; buyerFee: bigint }>,
  makers: Readonly<{ seller: string; buyer: string }>,
  { token, usdc }: Assets,
): Reservation[] => [
  { subjectId: trade.id, asset: token.toLowerCase(), wallet: makers.seller, amount: trade.shares },
  {
    subjectId: trade.id,
    asset: usdc.toLowerCase(),
    wallet: makers.buyer,
    amount: trade.cost + trade.buyerFee,
  },
];

/** Orders that nobody else changes until the transaction ends; always locked in one order. */
export async function lockOrders(
  tx: PrismaTransaction,
  ids: readonly string[],
): Promise<Map<string, OrderRow>> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  await tx.$queryRaw`
    SELECT 1 FROM app.market_order WHERE id = ANY(${unique}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.marketOrder.findMany({ where: { id: { in: unique } } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Tells the investor how his order stands. */
export const orderEvent = (row: OrderRow, now: Standing): NewLiveEvent => ({
  topic: userTopic(row.investorId),
  kind: 'order',
  data: {
    ...{ id: row.id, marketId: row.marketId, state: now.state, reason: now.reason },
    ...{ open: (now.open + now.reopening).toString(), matched: now.matched.toString() },
  },
});

function hexOf(text: string): Hex {
  if (!isHex(text)) throw new Error('A stored signature is not hex.');
  return text;
}
