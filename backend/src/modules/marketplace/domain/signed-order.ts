import type { Address, Hex } from 'viem';
import type { RestingOrder, Side } from './matching/engine.types.ts';

const WHOLE_SHARE = 10n ** 18n;
const BPS = 10_000n;

/** The order as `Marketplace` hashes it. */
export const orderTypes = {
  Order: [
    { name: 'maker', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'side', type: 'uint8' },
    { name: 'shares', type: 'uint128' },
    { name: 'minShares', type: 'uint128' },
    { name: 'price', type: 'uint128' },
    { name: 'feeBps', type: 'uint16' },
    { name: 'expiry', type: 'uint40' },
    { name: 'nonce', type: 'uint256' },
    { name: 'counter', type: 'uint256' },
    { name: 'taker', type: 'address' },
    { name: 'settler', type: 'address' },
  ],
} as const;

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

export const sideNumber = (side: Side): 0 | 1 => (side === 'SELL' ? 0 : 1);

export const marketplaceDomain = (chainId: number, marketplace: Address) => ({
  name: 'Freehold Marketplace',
  version: '1',
  chainId,
  verifyingContract: marketplace,
});

/** USDC units for shares at a price. Lots and ticks make it exact; anything else is rounded down, as the contract does. */
export const costOf = (shares: bigint, price: bigint): bigint => (shares * price) / WHOLE_SHARE;

export const feeOf = (cost: bigint, feeBps: number): bigint => (cost * BigInt(feeBps)) / BPS;

/** What an order may still have to give: shares of a seller, USDC with the fee of a buyer. */
export function boundBy(
  order: Readonly<{ side: Side; price: bigint; feeBps: number }>,
  shares: bigint,
): bigint {
  if (order.side === 'SELL') return shares;
  const cost = costOf(shares, order.price);
  return cost + feeOf(cost, order.feeBps);
}

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
