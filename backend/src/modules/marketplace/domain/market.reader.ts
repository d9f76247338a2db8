import { FreeholdError } from '@freehold/shared/errors';
import {
  type Candle,
  type candleIntervals,
  type Market,
  type MarketDepth,
  marketSchema,
  type OrderTerms,
  tapeSchema,
} from '@freehold/shared/marketplace';
import { sideNumber } from '@freehold/shared/signed-order';
import { Injectable } from '@nestjs/common';
import { getAddress, zeroAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { type BookLevel, BookProjection } from '../datasources/book.projection.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import { MarketService } from './market.service.ts';
import { MAX_LIFE_SECONDS, MIN_LIFE_SECONDS, SETTLEMENT_MARGIN_SECONDS } from './market-rules.ts';
import type { Side } from './matching/engine.types.ts';
import { OrderChecks } from './order-checks.ts';
import { behind, cursorAfter } from './page-cursor.ts';
import { unixNow } from './permissions.ts';
import { Spendings } from './spendings.ts';

const DAY_MS = 86_400_000;
const SECONDS: Readonly<Record<(typeof candleIntervals)[number], number>> = {
  '1m': 60,
  '15m': 900,
  '1h': 3_600,
  '1d': 86_400,
};

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });
const level = ({ price, shares, orders }: BookLevel) => ({
  price: coins(price),
  shares: shares.toString(),
  orders,
});
// Exact: unix seconds.
const instant = (seconds: bigint): string => new Date(Number(seconds) * 1_000).toISOString();

/** Markets as everybody sees them, and what a wallet may still promise. */
@Injectable()
export class MarketReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly markets: MarketService,
    private readonly books: BookProjection,
    private readonly chain: MarketChain,
    private readonly spendings: Spendings,
    private readonly checks: OrderChecks,
  ) {}

  async list(): Promise<Market[]> {
    return this.#views({});
  }

  /** Throws NOT_FOUND. */
  async read(id: string): Promise<Market> {
    const [view] = await this.#views({ id });
    if (view === undefined) throw new FreeholdError('NOT_FOUND');
    return view;
  }

  async depth(id: string, levels: number): Promise<MarketDepth> {
    await this.markets.require(id);
    const { sequence, bids, asks } = await this.books.depth(id, levels);
    return { sequence: sequence.toString(), bids: bids.map(level), asks: asks.map(level) };
  }

  async tape(id: string, page: { readonly cursor?: string | undefined; readonly limit: number }) {
    await this.markets.require(id);
    const rows = await this.prisma.client.marketTrade.findMany({
      where: { AND: [{ marketId: id, state: { not: 'REVERTED' } }, behind(page.cursor)] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: page.limit + 1,
    });
    const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
    const items = rows.slice(0, page.limit).map((row) =>
      tapeSchema.parse({
        ...{ id: row.id, price: coins(toBigInt(row.price)), shares: toBigInt(row.shares).toString() },
        ...{ cost: coins(toBigInt(row.cost)), side: row.takerSide, state: row.state, at: instant(row.at) },
      }),
    );
    return { items, nextCursor: last === undefined ? null : cursorAfter(last) };
  }

  async candles(
    id: string,
    query: { readonly interval: keyof typeof SECONDS; readonly limit: number },
  ): Promise<Candle[]> {
    await this.markets.require(id);
    const rows = await this.books.candles(id, SECONDS[query.interval], query.limit);
    return rows.map((row) => ({
      ...{ start: instant(row.start), open: coins(row.open), high: coins(row.high), low: coins(row.low) },
      ...{ close: coins(row.close), shares: row.shares.toString(), trades: row.trades },
    }));
  }

  /** Throws NOT_FOUND, ORDER_WALLET_NOT_OWN. */
  async terms(actor: Actor, id: string, wallet: string): Promise<OrderTerms> {
    const market = await this.markets.require(id);
    const address = await this.#requireOwn(actor, wallet);
    const { chainId, marketplace } = this.chain.requireMarketplace();
    const [counter, nonce, shares, usdc] = await Promise.all([
      this.chain.counterOf(getAddress(wallet)),
      this.#freshNonce(address),
      this.spendings.look(address, 'SELL', market.tokenAddress),
      this.spendings.look(address, 'BUY', market.tokenAddress),
    ]);
    return {
      ...{ chainId, marketplace, settler: marketplace, counter: counter.toString(), nonce: nonce.toString() },
      feeBps: market.feeBps,
      settlementMarginSeconds: SETTLEMENT_MARGIN_SECONDS,
      minLifeSeconds: MIN_LIFE_SECONDS,
      maxLifeSeconds: MAX_LIFE_SECONDS,
      ...{ freeShares: shares.free.toString(), freeUsdc: coins(usdc.free) },
      spending: { shares: shares.spending, usdc: usdc.spending },
    };
  }

  /** Throws NOT_FOUND, ORDER_WALLET_NOT_OWN. */
  async check(
    actor: Actor,
    id: string,
    wish: { readonly wallet: string; readonly side: Side; readonly shares: string; readonly price: string },
  ): Promise<{ reasons: { name: string; message: string }[] }> {
    const market = await this.markets.require(id);
    await this.#requireOwn(actor, wish.wallet);
    const { marketplace } = this.chain.requireMarketplace();
    const maker = getAddress(wish.wallet);
    const reasons = await this.checks.obstacles(id, {
      ...{ maker, token: getAddress(market.tokenAddress), side: sideNumber(wish.side) },
      ...{ shares: BigInt(wish.shares), minShares: 0n, price: BigInt(wish.price), feeBps: market.feeBps },
      expiry: unixNow() + SETTLEMENT_MARGIN_SECONDS + MIN_LIFE_SECONDS,
      ...{ nonce: await this.#freshNonce(maker.toLowerCase()), counter: await this.chain.counterOf(maker) },
      ...{ taker: zeroAddress, settler: marketplace },
    });
    return { reasons: reasons.map(({ name, message }) => ({ name, message })) };
  }

  async #requireOwn(actor: Actor, wallet: string): Promise<string> {
    const address = wallet.toLowerCase();
    const own = await this.prisma.client.wallet.findUnique({ where: { address } });
    if (own?.userId !== actor.userId) throw new FreeholdError('ORDER_WALLET_NOT_OWN');
    return address;
  }

  /** Behind every nonce of an order here, and not used on chain. */
  async #freshNonce(wallet: string): Promise<bigint> {
    const { _max } = await this.prisma.client.marketOrder.aggregate({
      where: { maker: wallet },
      _max: { nonce: true },
    });
    let nonce = _max.nonce === null ? 0n : toBigInt(_max.nonce) + 1n;
    for (;;) {
      const used = await this.chain.usedNonces(getAddress(wallet), nonce >> 8n);
      const end = ((nonce >> 8n) + 1n) << 8n;
      while (nonce < end && (used >> (nonce & 255n)) & 1n) nonce += 1n;
      if (nonce < end) return nonce;
    }
  }

  async #views(where: { readonly id?: string }): Promise<Market[]> {
    const { client } = this.prisma;
    const rows = await client.market.findMany({ where, orderBy: { createdAt: 'asc' } });
    const ids = rows.map(({ id }) => id);
    const [properties, tokens] = await Promise.all([
      client.property.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
      client.tokenization.findMany({
        where: { propertyId: { in: ids } },
        select: { propertyId: true, symbol: true },
      }),
    ]);
    const names = new Map(properties.map(({ id, name }) => [id, name]));
    const symbols = new Map(tokens.map(({ propertyId, symbol }) => [propertyId, symbol]));
    return Promise.all(
      rows.map(async (row) => {
        const [{ bids, asks }, last] = await Promise.all([
          this.books.depth(row.id, 1),
          client.marketTrade.findFirst({
            where: { marketId: row.id, state: { not: 'REVERTED' } },
            orderBy: [{ number: 'desc' }, { index: 'desc' }],
          }),
        ]);
        const [bid, ask] = [bids[0], asks[0]];
        return marketSchema.parse({
          ...{ id: row.id, propertyName: names.get(row.id) ?? '', symbol: symbols.get(row.id) ?? '' },
          ...{ token: getAddress(row.tokenAddress), state: row.state, reason: row.reason },
          ...{ tick: coins(toBigInt(row.tick)), lot: toBigInt(row.lot).toString(), feeBps: row.feeBps },
          ...{ maxShares: toBigInt(row.maxShares).toString(), maxPrice: coins(toBigInt(row.maxPrice)) },
          bestBid: bid === undefined ? null : level(bid),
          bestAsk: ask === undefined ? null : level(ask),
          spread: bid === undefined || ask === undefined ? null : coins(ask.price - bid.price),
          lastTrade:
            last === null
              ? null
              : {
                  ...{ price: coins(toBigInt(last.price)), shares: toBigInt(last.shares).toString() },
                  at: instant(last.at),
                },
          daysSinceLastTrade:
            last === null ? null : Math.max(0, Math.floor((Date.now() - Number(last.at) * 1_000) / DAY_MS)),
        });
      }),
    );
  }
}
