import { FreeholdError } from '@freehold/shared/errors';
import {
  type MarketOrder,
  type MarketOrderDetail,
  type OrderState,
  type OwnTrade,
  orderSchema,
  ownTradeSchema,
  type SignedOrderInput,
} from '@freehold/shared/marketplace';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import { MarketProjection } from '../datasources/market.projection.ts';
import { type OrderRow, sideOf, toSigned } from '../datasources/order-row.ts';
import { behind, cursorAfter, placeOf } from './page-cursor.ts';

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly marketId?: string | undefined;
}

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });

/** Own orders and trades. */
@Injectable()
export class OrderReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly transitions: TransitionLog,
    private readonly projection: MarketProjection,
    private readonly chain: MarketChain,
  ) {}

  async list(actor: Actor, page: Page & { readonly state?: OrderState | undefined }) {
    const { marketId, state } = page;
    const rows = await this.prisma.client.marketOrder.findMany({
      where: {
        AND: [
          { investorId: actor.userId },
          marketId === undefined ? {} : { marketId },
          state === undefined ? {} : { state },
          behind(page.cursor),
        ],
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: page.limit + 1,
    });
    const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
    const items = await this.#views(rows.slice(0, page.limit));
    return { items, nextCursor: last === undefined ? null : cursorAfter(last) };
  }

  /** Throws NOT_FOUND, also for somebody else's order. */
  async read(actor: Actor, id: string): Promise<MarketOrderDetail> {
    const row = await this.prisma.client.marketOrder.findFirst({ where: { id, investorId: actor.userId } });
    const [view] = row === null ? [] : await this.#views([row]);
    if (row === null || view === undefined) throw new FreeholdError('NOT_FOUND');
    const market = await this.prisma.client.market.findUniqueOrThrow({ where: { id: view.marketId } });
    const signed = toSignedJson(row, market.tokenAddress);
    const { chainId, marketplace } = this.chain.requireMarketplace();
    const transitions = await this.transitions.of(this.prisma.client, 'order', id);
    return { ...view, signed, chainId, marketplace, transitions };
  }

  async trades(actor: Actor, page: Page): Promise<{ items: OwnTrade[]; nextCursor: string | null }> {
    const { client } = this.prisma;
    const trades = await this.#pageOfTrades(actor, page);
    const shown = trades.slice(0, page.limit);
    const own = new Map(
      (
        await client.marketOrder.findMany({
          where: {
            id: { in: shown.flatMap(({ sellOrderId, buyOrderId }) => [sellOrderId, buyOrderId]) },
            investorId: actor.userId,
          },
        })
      ).map((order) => [order.id, order]),
    );
    const names = await this.#names(shown.map(({ marketId }) => marketId));
    const items = shown.flatMap((trade) => {
      const order = own.get(trade.sellOrderId) ?? own.get(trade.buyOrderId);
      if (order === undefined) return [];
      const fee = order.side === 'SELL' ? trade.sellerFee : trade.buyerFee;
      return ownTradeSchema.parse({
        ...{ id: trade.id, orderId: order.id, marketId: trade.marketId, ...names.get(trade.marketId) },
        ...{
          side: order.side,
          price: coins(toBigInt(trade.price)),
          shares: toBigInt(trade.shares).toString(),
        },
        ...{ cost: coins(toBigInt(trade.cost)), fee: coins(toBigInt(fee)), state: trade.state },
        ...{ reason: trade.reason, txHash: trade.txHash },
        // Exact: unix seconds.
        at: new Date(Number(trade.at) * 1_000).toISOString(),
      });
    });
    const last = trades.length > page.limit ? shown.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : cursorAfter(last) };
  }

  /** One row more than fits, so that the last page is known to be the last. */
  async #pageOfTrades(actor: Actor, { cursor, limit, marketId }: Page) {
    const { client } = this.prisma;
    const market = marketId ?? null;
    const { at, id } = placeOf(cursor) ?? { at: null, id: null };
    // From the orders of the actor to their trades, by index; nobody trades with himself, so none comes twice.
    const rows = await client.$queryRaw<{ id: string }[]>`
      WITH own AS MATERIALIZED (
        SELECT o.id FROM app.market_order o
        WHERE o.investor_id = ${actor.userId}::uuid
          AND (${market}::uuid IS NULL OR o.market_id = ${market}::uuid)
      )
      SELECT t.id FROM (
        SELECT s.id, s.created_at FROM own JOIN app.market_trade s ON s.sell_order_id = own.id
        UNION ALL
        SELECT b.id, b.created_at FROM own JOIN app.market_trade b ON b.buy_order_id = own.id
      ) t
      WHERE ${at}::timestamptz IS NULL OR (t.created_at, t.id) < (${at}::timestamptz, ${id}::uuid)
      ORDER BY t.created_at DESC, t.id DESC LIMIT ${limit + 1}::int`;
    return client.marketTrade.findMany({
      where: { id: { in: rows.map((row) => row.id) } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
  }

  async #names(marketIds: readonly string[]) {
    const ids = [...new Set(marketIds)];
    const { client } = this.prisma;
    const [properties, tokens] = await Promise.all([
      client.property.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
      client.tokenization.findMany({
        where: { propertyId: { in: ids } },
        select: { propertyId: true, symbol: true },
      }),
    ]);
    const symbols = new Map(tokens.map(({ propertyId, symbol }) => [propertyId, symbol]));
    return new Map(
      properties.map(({ id, name }) => [id, { propertyName: name, symbol: symbols.get(id) ?? '' }]),
    );
  }

  async #views(rows: readonly OrderRow[]): Promise<MarketOrder[]> {
    const ids = [...new Set(rows.map(({ marketId }) => marketId))];
    const names = await this.#names(ids);
    const engines = await this.prisma.client.marketEngine.findMany({ where: { marketId: { in: ids } } });
    const cancelled = await this.projection.cancellationsOf(rows.map(({ id }) => id));
    const applied = new Map(engines.map((engine) => [engine.marketId, engine.applied]));
    return rows.map((row) =>
      orderSchema.parse({
        ...{ id: row.id, marketId: row.marketId, ...names.get(row.marketId), wallet: getAddress(row.maker) },
        ...{ hash: row.hash, side: row.side, immediate: row.immediate, price: coins(toBigInt(row.price)) },
        shares: toBigInt(row.shares).toString(),
        open: (toBigInt(row.openShares) + toBigInt(row.reopeningShares)).toString(),
        ...{ matched: toBigInt(row.matchedShares).toString(), state: row.state, reason: row.reason },
        accepted: row.sequence <= (applied.get(row.marketId) ?? 0n),
        chainCancellation: cancelled.get(row.id) ?? null,
        cancelRequested: row.cancelRequestedAt !== null,
        // Exact: unix seconds.
        expiresAt: new Date(Number(row.expiry) * 1_000).toISOString(),
        signatureEndsAt: new Date(Number(row.signedExpiry) * 1_000).toISOString(),
        createdAt: row.createdAt.toISOString(),
      }),
    );
  }
}

function toSignedJson(row: OrderRow, token: string): SignedOrderInput {
  const { order } = toSigned(row, token);
  const { shares, minShares, price, nonce, counter } = order;
  return {
    ...{ ...order, side: sideOf(row), shares: shares.toString(), minShares: minShares.toString() },
    ...{ price: price.toString(), nonce: nonce.toString(), counter: counter.toString() },
  };
}
