'use client';

import { propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { readConfig } from '@freehold/shared/config';
import {
  listOrders,
  type Market,
  type MarketOrder,
  placeOrder,
  readDepth,
  readOrderTerms,
} from '@freehold/shared/marketplace';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { getAddress } from 'viem';
import { useConfig, useSignTypedData, useWriteContract } from 'wagmi';
import { waitForTransactionReceipt } from 'wagmi/actions';
import {
  type OrderDraft,
  orderOf,
  type PermitWish,
  permitOf,
  typedOrder,
  typedPermit,
} from '#features/marketplace/order-draft.ts';
import { spendingOf } from '#features/marketplace/use-means.ts';
import { call } from '#lib/api.ts';
import { refresh } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';

export type PlacingPhase = 'idle' | 'allowing' | 'mining' | 'permitting' | 'signing' | 'sending';

interface PlaceOptions {
  readonly market: Market;
  readonly draft: OrderDraft;
  readonly onPlaced: (order: MarketOrder) => void;
}

/** Signs an order and places it. What the wallet declines changes nothing. */
export function usePlaceOrder({ market, draft, onPlaced }: PlaceOptions) {
  const [phase, setPhase] = useState<PlacingPhase>('idle');
  const [problem, setProblem] = useState<unknown>();
  const client = useQueryClient();
  const signTypedData = useSignTypedData();
  const allow = useAllowing(market, draft, setPhase);
  // The same press again is the same order while its outcome is unknown.
  const sent = useRef<{ readonly text: string; readonly key: string } | undefined>(undefined);

  const guarded = async (act: () => Promise<void>): Promise<void> => {
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(error);
    } finally {
      setPhase('idle');
      await refresh(client, [readOrderTerms, listOrders, readDepth]);
    }
  };

  const account = getAddress(draft.wallet);
  /** With a wish for a permission, that is signed first. */
  const place = (wish?: PermitWish): Promise<void> =>
    guarded(async () => {
      setPhase(wish ? 'permitting' : 'signing');
      const wanted = { params: { id: market.id }, query: { wallet: draft.wallet } };
      const terms = await call(readOrderTerms, wanted);
      const order = orderOf(draft, market, terms, Date.now());
      const permission = wish ? typedPermit(order, spendingOf(terms, draft), { terms, wish }) : undefined;
      const permit =
        permission && permitOf(permission, await signTypedData.mutateAsync({ ...permission, account }));
      setPhase('signing');
      const signature = await signTypedData.mutateAsync({ ...typedOrder(order, terms), account });
      setPhase('sending');
      const body = { order, signature, type: draft.type, ...(permit ? { permit } : {}) };
      const text = JSON.stringify(body);
      if (sent.current?.text !== text) sent.current = { text, key: crypto.randomUUID() };
      const request = { params: { id: market.id }, body };
      onPlaced(await call(placeOrder, request, { idempotencyKey: sent.current.key }));
    });
  return { phase, problem, place, allow: (amount: bigint) => guarded(() => allow(amount)) };
}

/** Lets the marketplace's contract move what orders promise; the wallet keeps it until a trade. */
function useAllowing(market: Market, draft: OrderDraft, setPhase: (phase: PlacingPhase) => void) {
  const wagmi = useConfig();
  const write = useWriteContract();
  const config = useRoute(readConfig, {});
  return async (amount: bigint): Promise<void> => {
    if (!config.data) throw new Error('The platform’s addresses are not known yet. Try again.');
    const { chainId, contracts } = config.data;
    const terms = await call(readOrderTerms, {
      params: { id: market.id },
      query: { wallet: draft.wallet },
    });
    const sells = draft.side === 'SELL';
    setPhase('allowing');
    const hash = await write.mutateAsync({
      ...{ account: getAddress(draft.wallet), chainId, abi: sells ? propertyTokenAbi : usdcAbi },
      address: getAddress(sells ? market.token : contracts.usdc),
      functionName: 'approve',
      args: [getAddress(terms.marketplace), amount],
    });
    setPhase('mining');
    await waitForTransactionReceipt(wagmi, { hash, chainId });
  };
}
