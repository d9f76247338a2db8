import type { OrderSide } from './marketplace.ts';

const WHOLE_SHARE = 10n ** 18n;
const BPS = 10_000n;

/** An order as the contract `Marketplace` hashes it (EIP-712). */
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

export const marketplaceDomain = <Address extends string>(chainId: number, marketplace: Address) => ({
  name: 'Freehold Marketplace',
  version: '1',
  chainId,
  verifyingContract: marketplace,
});

/** The contract's number for a side. */
export const sideNumber = (side: OrderSide): 0 | 1 => (side === 'SELL' ? 0 : 1);

/**
 * USDC units (10⁻⁶) for shares (10⁻¹⁸) at a price for one whole share. Lots and ticks make it exact; anything else is
 * rounded down, as the contract does.
 */
export const costOf = (shares: bigint, price: bigint): bigint => (shares * price) / WHOLE_SHARE;

/** The fee of one side on a cost, in USDC units, rounded down as the contract does. */
export const feeOf = (cost: bigint, feeBps: number): bigint => (cost * BigInt(feeBps)) / BPS;

/** What an order may still have to give: shares of a seller, USDC with the fee of a buyer. */
export function boundBy(
  order: Readonly<{ side: OrderSide; price: bigint; feeBps: number }>,
  shares: bigint,
): bigint {
  if (order.side === 'SELL') return shares;
  const cost = costOf(shares, order.price);
  return cost + feeOf(cost, order.feeBps);
}
