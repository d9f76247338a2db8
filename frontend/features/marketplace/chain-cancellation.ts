import { marketplaceAbi } from '@freehold/contracts/abis';
import type { MarketOrder, MarketOrderDetail } from '@freehold/shared/marketplace';
import { getAddress } from 'viem';
import { isOpen } from '#features/marketplace/market-words.ts';
import { typedOrder } from '#features/marketplace/order-draft.ts';

/** Where the transaction of the maker's wallet is, as far as this browser knows. */
export type CancelPhase = 'idle' | 'wallet' | 'mining' | 'mined';

export const CANCEL_STEPS = ['Confirmed in your wallet', 'In a block', 'Seen by our book', 'Final'] as const;

/** The transaction came to an end that cancels nothing; the message is for the person. */
export class NotCancelled extends Error {}

/** Whether its signature can still move something, whatever our own book says of it. */
export const isSettleable = (order: MarketOrder, now: number): boolean =>
  order.state !== 'FILLED' && order.chainCancellation === null && Date.parse(order.signatureEndsAt) > now;

/** How many of `CANCEL_STEPS` are behind it. The platform's word counts, even where the browser lost the transaction. */
export function stepsPassed(phase: CancelPhase, orders: readonly MarketOrder[]): number {
  const seen = orders.every((order) => order.chainCancellation !== null && !isOpen(order));
  if (seen && orders.length > 0) {
    return orders.every(({ chainCancellation }) => chainCancellation?.final) ? 4 : 3;
  }
  return { idle: 0, wallet: 0, mining: 1, mined: 2 }[phase];
}

/** What the marketplace's contract is told: to forget this order, or everything its maker has signed so far. */
export function cancelCall(order: MarketOrderDetail, all: boolean) {
  const to = {
    account: getAddress(order.signed.maker),
    address: getAddress(order.marketplace),
    abi: marketplaceAbi,
  } as const;
  if (all) return { ...to, functionName: 'cancelAll' } as const;
  return { ...to, functionName: 'cancel', args: [[typedOrder(order.signed, order).message]] } as const;
}

/** What the list says of a cancellation at the contract, beside the order's own state and reason. */
export function chainCancelWords({ chainCancellation, reason }: MarketOrder): string | undefined {
  if (chainCancellation === null) return;
  if (!chainCancellation.final) return 'Cancelled on chain; waits until that block is final.';
  return reason === 'CANCELLED_ON_CHAIN' ? undefined : 'Its signature is worthless on chain as well.';
}
