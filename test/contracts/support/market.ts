import { errorsAbi } from '@freehold/contracts/errors';
import { type Address, decodeErrorResult, type Hex, hexToBigInt, zeroAddress } from 'viem';
import { mintUsdc } from './acts.ts';
import { type Platform, SHARE, type Token, USDC, type Wallet } from './platform.ts';

export const SELL = 0;
export const BUY = 1;
export const FOREVER = 2 ** 40 - 1;

export const ORDER_TYPES = {
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

const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

export type Order = Readonly<{
  maker: Address;
  token: Address;
  side: number;
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

export type Signed = Readonly<{ order: Order; signature: Hex }>;
export type OrderChange = Partial<Omit<Order, 'maker'>>;

/** An order of 10 shares at 50 USDC without a fee, for anyone to settle. */
export function orderOf(maker: Address, token: Address, side: number, change: OrderChange = {}): Order {
  return {
    ...{ maker, token, side, shares: 10n * SHARE, minShares: 0n, price: 50n * USDC, feeBps: 0 },
    ...{ expiry: FOREVER, nonce: 0n, counter: 0n, taker: zeroAddress, settler: zeroAddress },
    ...change,
  };
}

export const marketDomain = (p: Platform) => ({
  name: 'Freehold Marketplace',
  version: '1',
  chainId: p.deployment.chainId,
  verifyingContract: p.deployment.marketplace,
});

export const signOrder = (p: Platform, wallet: Wallet, order: Order): Promise<Hex> =>
  wallet.signTypedData({
    domain: marketDomain(p),
    types: ORDER_TYPES,
    primaryType: 'Order',
    message: order,
  });

/** An order of `wallet`, signed by it. */
export async function signed(
  p: Platform,
  wallet: Wallet,
  token: Token,
  side: number,
  change: OrderChange = {},
): Promise<Signed> {
  const order = orderOf(wallet.account.address, token.address, side, change);
  return { order, signature: await signOrder(p, wallet, order) };
}

/** What changes hands between two signed orders; all of the first at its price unless said otherwise. */
export function tradeOf(
  sell: Signed,
  buy: Signed,
  change: Readonly<{ shares?: bigint; cost?: bigint }> = {},
) {
  const shares = change.shares ?? sell.order.shares;
  return {
    sell: sell.order,
    buy: buy.order,
    sellSignature: sell.signature,
    buySignature: buy.signature,
    shares,
    cost: change.cost ?? (shares * sell.order.price) / SHARE,
  };
}

export type PermitChange = Readonly<{ deadline?: bigint; spender?: Address; nonce?: bigint }>;

/** A permit of `wallet` for the marketplace, or another spender, over a property token or USDC. */
export async function signPermit(
  p: Platform,
  wallet: Wallet,
  token: Address,
  value: bigint,
  change: PermitChange = {},
) {
  const owner = wallet.account.address;
  const isUsdc = token === p.deployment.usdc;
  const nonces = isUsdc ? p.usdc.read.nonces : p.tokenAt(token).read.nonces;
  const deadline = change.deadline ?? 2n ** 255n;
  const signature = await wallet.signTypedData({
    domain: {
      name: isUsdc ? 'USD Coin' : 'Freehold Property Token',
      version: isUsdc ? '2' : '1',
      chainId: p.deployment.chainId,
      verifyingContract: token,
    },
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: {
      owner,
      spender: change.spender ?? p.deployment.marketplace,
      value,
      nonce: change.nonce ?? (await nonces([owner])),
      deadline,
    },
  });
  return { token, owner, value, deadline, signature };
}

/** The parts of a signature. */
export function splitSignature(signature: Hex) {
  const r: Hex = `0x${signature.slice(2, 66)}`;
  const s: Hex = `0x${signature.slice(66, 130)}`;
  return { r, s, v: Number(hexToBigInt(`0x${signature.slice(130)}`)) };
}

/** Lets the marketplace, or another spender, move what a trader gives. */
export async function allow(p: Platform, token: Token, seller: Wallet, buyer: Wallet) {
  const spender = p.deployment.marketplace;
  await token.write.approve([spender, 1_000n * SHARE], { account: seller.account });
  await p.usdc.write.approve([spender, 1_000_000n * USDC], { account: buyer.account });
}

export const fundBuyer = (p: Platform, buyer: Wallet, amount = 100_000n * USDC) =>
  mintUsdc(p, buyer.account.address, amount);

/** Names of the errors among reasons, in order. */
export const namesOf = (reasons: readonly Hex[]): string[] =>
  reasons.map((data) => decodeErrorResult({ abi: errorsAbi, data }).errorName);
