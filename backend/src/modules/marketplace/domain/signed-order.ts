import type { Address, Hex } from 'viem';
import type { RestingOrder, Side } from './matching/engine.types.ts';

/** What one side signed, as the contract takes it. */
export type SignedOrder = Readonly<{
  maker: Address;
  token: Address;
  /** 0 sells, 1 buys. */
  side: 0 | 1;
  shares: bigint;
  minShares: bigint;
  price: bigint;
  feeBps: number;
  expiry: number;
  nonce: bigint;
  counter: bigint;
  taker: Address;
  settler: Address;
}>;

export type OrderWithSignature = Readonly<{ order: SignedOrder; signature: Hex }>;

/** What an order binds: its token when it sells, USDC when it buys. Lower case, as the tables have it. */
export const assetOf = (side: Side, token: string, usdc: string): string =>
  (side === 'SELL' ? token : usdc).toLowerCase();

/** An order of the engine as the journal keeps it. */
export const orderToJson = (order: RestingOrder) => ({
  id: order.id,
  investor: order.investor,
  side: order.side,
  price: order.price.toString(),
  shares: order.shares.toString(),
  expiry: order.expiry,
  immediate: order.immediate,
  sequence: order.sequence,
});
