import {
  type Market,
  type OrderSide,
  placeOrder,
  readMarket,
  readOrderTerms,
} from '@freehold/shared/marketplace';
import { marketplaceDomain, orderTypes, sideNumber } from '@freehold/shared/signed-order';
import { getAddress, zeroAddress } from 'viem';
import type { ApiClient } from './api-client.ts';
import { investorAccount, investorAddress } from './cast.ts';
import type { Faucet } from './faucet.ts';
import { type Narrator, until, usdc } from './narrator.ts';

const SHARE = 10n ** 18n;
const CENT = 10_000n;
const LIFE_SECONDS = 30 * 86_400;

interface Wish {
  /** Index of the investor. */
  readonly who: number;
  readonly side: OrderSide;
  /** Tenths of a share. */
  readonly tenths: bigint;
  readonly cents: bigint;
}

/** Meet each other, one pair after the other: a price above the sale's, then one more. */
const MEETING: readonly (readonly [Wish, Wish])[] = [
  [
    { who: 1, side: 'SELL', tenths: 30n, cents: 48_850n },
    { who: 2, side: 'BUY', tenths: 30n, cents: 48_850n },
  ],
  [
    { who: 3, side: 'SELL', tenths: 45n, cents: 49_200n },
    { who: 4, side: 'BUY', tenths: 25n, cents: 49_250n },
  ],
];

/** Stay in the book beside what is left of the last seller. */
const RESTING: readonly Wish[] = [
  { who: 1, side: 'SELL', tenths: 60n, cents: 49_650n },
  { who: 5, side: 'SELL', tenths: 20n, cents: 50_400n },
  { who: 2, side: 'BUY', tenths: 50n, cents: 48_700n },
  { who: 4, side: 'BUY', tenths: 15n, cents: 48_500n },
  { who: 6, side: 'BUY', tenths: 80n, cents: 47_900n },
];

const WISHES = [...MEETING.flat(), ...RESTING];
const TRADERS = [...new Set(WISHES.map(({ who }) => who))];

export interface TradingFloor {
  readonly investors: readonly ApiClient[];
  readonly faucet: Faucet;
  readonly narrator: Narrator;
}

/** Two trades between investors, and a book with orders on either side; the second time nothing. */
export async function tradeShares(floor: TradingFloor, marketId: string): Promise<void> {
  const params = { id: marketId };
  const reader = clientOf(floor, 0);
  const market = await reader.call(readMarket, { params });
  if (market.lastTrade !== null || market.bestBid !== null || market.bestAsk !== null) return;
  const [first = 0] = TRADERS;
  const { marketplace } = await clientOf(floor, first).call(readOrderTerms, {
    params,
    query: { wallet: investorAddress(first) },
  });
  const { faucet } = floor;
  await faucet.allow(TRADERS, getAddress(marketplace), [faucet.usdc, getAddress(market.token)]);
  for (const [seller, buyer] of MEETING) {
    await place(floor, market, seller);
    await place(floor, market, buyer);
  }
  for (const wish of RESTING) await place(floor, market, wish);
  const { lastTrade, bestBid, bestAsk } = await until(
    'the orders to have met',
    () => reader.call(readMarket, { params }),
    (now) => now.lastTrade !== null && now.bestBid !== null && now.bestAsk !== null,
  );
  floor.narrator.say(
    `last trade at ${usdc(lastTrade?.price.amount ?? 0n)}; best bid ${usdc(bestBid?.price.amount ?? 0n)}, best ask ${usdc(bestAsk?.price.amount ?? 0n)}`,
  );
}

/** Signs an order as the investor's browser does and hands it in. */
async function place(floor: TradingFloor, market: Market, wish: Wish): Promise<void> {
  const client = clientOf(floor, wish.who);
  const account = investorAccount(wish.who);
  const params = { id: market.id };
  const terms = await client.call(readOrderTerms, { params, query: { wallet: account.address } });
  const order = {
    maker: account.address,
    token: getAddress(market.token),
    shares: (wish.tenths * SHARE) / 10n,
    minShares: 0n,
    price: wish.cents * CENT,
    feeBps: terms.feeBps,
    expiry: Math.floor(Date.now() / 1_000) + Math.min(LIFE_SECONDS, terms.maxLifeSeconds - 60),
    nonce: BigInt(terms.nonce),
    counter: BigInt(terms.counter),
    taker: zeroAddress,
    settler: getAddress(terms.settler),
  };
  const signature = await account.signTypedData({
    domain: marketplaceDomain(terms.chainId, getAddress(terms.marketplace)),
    types: orderTypes,
    primaryType: 'Order',
    message: { ...order, side: sideNumber(wish.side) },
  });
  const { shares, minShares, price, nonce, counter } = order;
  const texts = {
    shares: String(shares),
    minShares: String(minShares),
    price: String(price),
    nonce: String(nonce),
    counter: String(counter),
  };
  const body = { order: { ...order, ...texts, side: wish.side }, signature, type: 'limit' as const };
  await client.call(placeOrder, { params, body });
}

function clientOf({ investors }: TradingFloor, index: number): ApiClient {
  const client = investors[index];
  if (client === undefined) throw new Error(`The demonstration has no investor ${index}.`);
  return client;
}
