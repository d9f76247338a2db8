'use client';

import { propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { readConfig } from '@freehold/shared/config';
import { type Market, readOrderTerms } from '@freehold/shared/marketplace';
import { boundBy } from '@freehold/shared/signed-order';
import { getAddress, zeroAddress } from 'viem';
import { useReadContract } from 'wagmi';
import type { OrderDraft } from '#features/marketplace/order-draft.ts';
import { useRoute } from '#lib/use-route.ts';

/** What stands between a draft and its order: nothing, too little in the wallet, or a permission of the wallet. */
export type Means =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'enough' }
  | { readonly kind: 'tooLittle'; readonly held: bigint; readonly promised: bigint }
  | { readonly kind: 'notAllowed'; readonly total: bigint };

/**
 * Looks at the chain for balance and allowance of the draft's wallet. `promised` is what open orders and unsettled trades
 * bind already; the allowance has to cover it as well.
 */
export function useMeans(market: Market, draft: OrderDraft): Means {
  const config = useRoute(readConfig, {});
  const terms = useRoute(readOrderTerms, { params: { id: market.id }, query: { wallet: draft.wallet } });
  const sells = draft.side === 'SELL';
  const asset = sells ? market.token : config.data?.contracts.usdc;
  const wallet = getAddress(draft.wallet);
  const base = {
    address: getAddress(asset ?? zeroAddress),
    abi: sells ? propertyTokenAbi : usdcAbi,
    query: { enabled: asset !== undefined && terms.data !== undefined, refetchInterval: 3_000 },
  } as const;
  const balance = useReadContract({ ...base, functionName: 'balanceOf', args: [wallet] }).data;
  const spender = getAddress(terms.data?.marketplace ?? zeroAddress);
  const allowance = useReadContract({ ...base, functionName: 'allowance', args: [wallet, spender] }).data;
  if (typeof balance !== 'bigint' || typeof allowance !== 'bigint' || !terms.data) return { kind: 'unknown' };
  const free = BigInt(sells ? terms.data.freeShares : terms.data.freeUsdc.amount);
  const usable = balance < allowance ? balance : allowance;
  const promised = usable > free ? usable - free : 0n;
  const total = promised + boundBy({ ...draft, feeBps: terms.data.feeBps }, draft.shares);
  if (balance < total) return { kind: 'tooLittle', held: balance, promised };
  return allowance < total ? { kind: 'notAllowed', total } : { kind: 'enough' };
}
