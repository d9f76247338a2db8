import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { tradeStates } from '@freehold/shared/marketplace';
import { z } from 'zod';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { marketTopic, type NewLiveEvent, userTopic } from '../../live/domain/publish.ts';
import type { TradeCall } from './market.chain.ts';
import { type OrderRow, toSigned } from './order-row.ts';

export type TradeRow = Prisma.MarketTradeGetPayload<object>;

/** A trade with both orders: all that settling needs. */
export interface Matched {
  readonly trade: TradeRow;
  readonly sell: OrderRow;
  readonly buy: OrderRow;
}

const stateSchema = z.enum(tradeStates);
export const tradeStateOf = (row: Pick<TradeRow, 'state'>) => stateSchema.parse(row.state);

export async function withOrders(client: PrismaTransaction, trades: readonly TradeRow[]): Promise<Matched[]> {
  const ids = trades.flatMap(({ sellOrderId, buyOrderId }) => [sellOrderId, buyOrderId]);
  const orders = await client.marketOrder.findMany({ where: { id: { in: ids } } });
  const byId = new Map(orders.map((order) => [order.id, order]));
  return trades.map((trade) => {
    const [sell, buy] = [byId.get(trade.sellOrderId), byId.get(trade.buyOrderId)];
    if (sell === undefined || buy === undefined) throw new Error(`Trade ${trade.id} has lost its orders.`);
    return { trade, sell, buy };
  });
}

export const toCall = ({ trade, sell, buy }: Matched, token: string): TradeCall => ({
  sell: toSigned(sell, token),
  buy: toSigned(buy, token),
  shares: toBigInt(trade.shares),
  cost: toBigInt(trade.cost),
});

/** Tells both investors, and the market when a trade is taken back. */
export function tradeEvents(
  { trade, sell, buy }: Matched,
  state: string,
  reason: string | null,
): NewLiveEvent[] {
  const data = { id: trade.id, marketId: trade.marketId, state, reason };
  const own = [sell, buy].map(
    (order): NewLiveEvent => ({
      topic: userTopic(order.investorId),
      kind: 'trade',
      data: { ...data, orderId: order.id },
    }),
  );
  if (state !== 'REVERTED') return own;
  return [...own, { topic: marketTopic(trade.marketId), kind: 'trade-reverted', data: { id: trade.id } }];
}
