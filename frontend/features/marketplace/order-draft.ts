import { type OrderPermitInput, permitTypes, type Spending } from '@freehold/shared/market-permit';
import type { Market, OrderSide, OrderTerms, SignedOrderInput } from '@freehold/shared/marketplace';
import { parseUnits } from '@freehold/shared/money';
import { marketplaceDomain, orderTypes, sideNumber } from '@freehold/shared/signed-order';
import { type Address, getAddress, zeroAddress } from 'viem';

const USDC_DECIMALS = 6;

/** What a person has put on the ticket. Prices are USDC units (10⁻⁶) for one share, shares units of 10⁻¹⁸. */
export interface OrderDraft {
  readonly side: OrderSide;
  readonly type: 'limit' | 'market';
  readonly wallet: string;
  readonly shares: bigint;
  readonly price: bigint;
  readonly days: number;
}

/** USDC typed by a person, in units of 10⁻⁶; undefined when it is none. */
export function parseUsdc(text: string): bigint | undefined {
  try {
    const units = parseUnits(text, USDC_DECIMALS);
    return units < 0n ? undefined : units;
  } catch {
    return undefined;
  }
}

/** What is wrong with a typed price, or undefined. */
export function priceFault(price: bigint | undefined, market: Market): string | undefined {
  const tick = BigInt(market.tick.amount);
  if (price === undefined || price === 0n) return 'Enter a price in USDC, like 48.50.';
  if (price % tick !== 0n) return 'Prices go in steps of one cent.';
  if (price > BigInt(market.maxPrice.amount)) return 'This price is higher than this market takes.';
}

/** What is wrong with a typed number of shares, or undefined. */
export function sharesFault(shares: bigint | undefined, market: Market): string | undefined {
  if (shares === undefined || shares === 0n) return 'Enter a number of shares above zero, like 5.';
  if (shares % BigInt(market.lot) !== 0n) return 'Shares go down to four digits after the point.';
  if (shares > BigInt(market.maxShares)) return 'These are more shares than one order may name.';
}

/**
 * The worst price a market order takes: the best of the other side and five percent, in whole ticks. Undefined while
 * nobody is on the other side.
 */
export function protectionPrice(side: OrderSide, market: Market): bigint | undefined {
  const best = side === 'BUY' ? market.bestAsk : market.bestBid;
  if (!best) return;
  const tick = BigInt(market.tick.amount);
  const price = BigInt(best.price.amount);
  const limit = side === 'BUY' ? (price * 105n) / 100n : (price * 95n) / 100n;
  return limit < tick ? tick : limit - (limit % tick);
}

/** The order to be signed. Its expiry outlives its time in the book, so that its last trade can be settled. */
export function orderOf(draft: OrderDraft, market: Market, terms: OrderTerms, now: number): SignedOrderInput {
  const life = draft.type === 'market' ? terms.minLifeSeconds : draft.days * 86_400;
  const bounded = Math.min(Math.max(life, terms.minLifeSeconds), terms.maxLifeSeconds - 60);
  return {
    maker: getAddress(draft.wallet),
    token: getAddress(market.token),
    side: draft.side,
    shares: draft.shares.toString(),
    minShares: '0',
    price: draft.price.toString(),
    feeBps: terms.feeBps,
    expiry: Math.floor(now / 1_000) + bounded + terms.settlementMarginSeconds + 60,
    nonce: terms.nonce,
    counter: terms.counter,
    taker: zeroAddress,
    settler: getAddress(terms.settler),
  };
}

/** What the wallet is asked to sign (EIP-712), as the marketplace's contract hashes it. */
export function typedOrder(order: SignedOrderInput, terms: Pick<OrderTerms, 'chainId' | 'marketplace'>) {
  return {
    domain: marketplaceDomain(terms.chainId, getAddress(terms.marketplace)),
    types: orderTypes,
    primaryType: 'Order' as const,
    message: {
      maker: address(order.maker),
      token: address(order.token),
      side: sideNumber(order.side),
      shares: BigInt(order.shares),
      minShares: BigInt(order.minShares),
      price: BigInt(order.price),
      feeBps: order.feeBps,
      expiry: order.expiry,
      nonce: BigInt(order.nonce),
      counter: BigInt(order.counter),
      taker: address(order.taker),
      settler: address(order.settler),
    },
  };
}

/** Seconds for which an order is meant to wait, at least: a permission has to live as long. */
export const lifeOf = (draft: OrderDraft): number => (draft.type === 'market' ? 60 : draft.days * 86_400);

export interface PermitWish {
  readonly value: bigint;
  /** What is given: the shares' token, or USDC, as the review card named it. */
  readonly asset: string;
  readonly chainId: number;
}

/** The permission to be signed with an order (ERC-2612). Throws when it would be for anything else than was reviewed. */
export function typedPermit(
  order: SignedOrderInput,
  spending: Spending,
  { terms, wish }: { readonly terms: OrderTerms; readonly wish: PermitWish },
) {
  const { permit } = spending;
  if (!permit) throw new Error('This asset takes no signed permissions. Allow it by a transaction.');
  const same =
    permit.domain.verifyingContract.toLowerCase() === wish.asset.toLowerCase() &&
    permit.domain.chainId === wish.chainId &&
    terms.chainId === wish.chainId;
  if (!same) throw new Error('What should be signed is not what you reviewed, so nothing was signed.');
  return {
    domain: { ...permit.domain, verifyingContract: address(permit.domain.verifyingContract) },
    types: permitTypes,
    primaryType: 'Permit' as const,
    message: {
      owner: address(order.maker),
      spender: address(terms.marketplace),
      value: wish.value,
      nonce: BigInt(permit.nonce),
      deadline: BigInt(order.expiry),
    },
  };
}

/** The signed permission as it goes with the order. */
export const permitOf = (
  { message }: ReturnType<typeof typedPermit>,
  signature: string,
): OrderPermitInput => ({
  value: message.value.toString(),
  nonce: message.nonce.toString(),
  // Exact: unix seconds.
  deadline: Number(message.deadline),
  signature,
});

const address = (text: string): Address => getAddress(text);
