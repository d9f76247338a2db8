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
import { type OrderDraft, orderOf, typedOrder } from '#features/marketplace/order-draft.ts';
import { call } from '#lib/api.ts';
import { refresh } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';

export type PlacingPhase = 'idle' | 'allowing' | 'mining' | 'signing' | 'sending';

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

  const place = (): Promise<void> =>
    guarded(async () => {
      setPhase('signing');
      const wanted = { params: { id: market.id }, query: { wallet: draft.wallet } };
      const terms = await call(readOrderTerms, wanted);
      const order = orderOf(draft, market, terms, Date.now());
      const signature = await signTypedData.mutateAsync({
        ...typedOrder(order, terms),
        account: getAddress(draft.wallet),
      });
      setPhase('sending');
      const body = { order, signature, type: draft.type };
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
