import { FreeholdError } from '@freehold/shared/errors';
import type { OrderPermitInput } from '@freehold/shared/market-permit';
import type { SignedOrderInput } from '@freehold/shared/marketplace';
import { formatMoney, formatShares, usdc } from '@freehold/shared/money';
import { sideNumber } from '@freehold/shared/signed-order';
import { getAddress, isHex } from 'viem';
import type { Permit } from './permit.ts';
import type { SignedOrder } from './signed-order.ts';

/** An order as the contract takes it, of what a page sent. */
export const toOrder = (input: SignedOrderInput): SignedOrder => ({
  maker: getAddress(input.maker),
  token: getAddress(input.token),
  side: sideNumber(input.side),
  shares: BigInt(input.shares),
  minShares: BigInt(input.minShares),
  price: BigInt(input.price),
  feeBps: input.feeBps,
  expiry: input.expiry,
  nonce: BigInt(input.nonce),
  counter: BigInt(input.counter),
  taker: getAddress(input.taker),
  settler: getAddress(input.settler),
});

/** What an order brings to be allowed: owner and asset follow from the order. Throws ORDER_PERMIT_REFUSED. */
export function toPermit(input: OrderPermitInput, order: SignedOrder, asset: string): Permit {
  if (!isHex(input.signature)) throw new FreeholdError('ORDER_PERMIT_REFUSED');
  return {
    ...{ wallet: order.maker, asset: getAddress(asset), value: BigInt(input.value) },
    ...{ nonce: BigInt(input.nonce), deadline: input.deadline, signature: input.signature },
  };
}

export function exceeds(side: 'SELL' | 'BUY', amount: bigint, free: bigint): FreeholdError {
  const text = (value: bigint): string =>
    side === 'SELL' ? `${formatShares(value)} shares` : formatMoney(usdc(value));
  return new FreeholdError(
    'ORDER_EXCEEDS_FREE',
    `This order may take ${text(amount)}, and your open orders and unsettled trades leave ${text(free)}. Cancel an order or give a smaller one.`,
  );
}
