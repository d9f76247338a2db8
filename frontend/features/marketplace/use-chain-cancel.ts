'use client';

import { type MarketOrder, type MarketOrderDetail, readOrder } from '@freehold/shared/marketplace';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Hex } from 'viem';
import { usePublicClient, useWriteContract } from 'wagmi';
import { type CancelPhase, cancelCall, NotCancelled } from '#features/marketplace/chain-cancellation.ts';
import { useRoute } from '#lib/use-route.ts';

/** A cheap transaction may wait long; the page looks for it as long as a person may. */
const PATIENCE_MS = 3_600_000;
const LOOK_MS = 12_000;

/** Cancels at the contract itself, by a transaction of the maker's own wallet, and follows it into a block. */
export function useChainCancel(order: MarketOrder, all: boolean) {
  const [phase, setPhase] = useState<CancelPhase>('idle');
  const [hash, setHash] = useState<Hex>();
  const [problem, setProblem] = useState<unknown>();
  const detail = useRoute(readOrder, { params: { id: order.id } });
  const client = usePublicClient();
  const write = useWriteContract();

  const follow = async (sent: Hex): Promise<void> => {
    if (!client)
      throw new NotCancelled(
        'The network cannot be reached from here, so we cannot tell whether it was cancelled.',
      );
    let lost = false;
    const receipt = await client.waitForTransactionReceipt({
      hash: sent,
      timeout: PATIENCE_MS,
      onReplaced: ({ reason, transaction }) => {
        lost = reason !== 'repriced';
        setHash(transaction.hash);
      },
    });
    if (lost)
      throw new NotCancelled('Your wallet sent another transaction instead, so nothing was cancelled.');
    if (receipt.status === 'reverted')
      throw new NotCancelled('The contract refused, so nothing was cancelled.');
  };

  const start = async (): Promise<void> => {
    if (!detail.data) return;
    setProblem(undefined);
    setHash(undefined);
    try {
      setPhase('wallet');
      const sent = await send(write.mutateAsync, detail.data, all);
      setHash(sent);
      setPhase('mining');
      await follow(sent);
      setPhase('mined');
    } catch (error) {
      setProblem(error);
      setPhase('idle');
    }
  };
  return {
    /** What has to be signed is known. */
    ready: detail.data !== undefined,
    phase,
    hash,
    problem: problem ?? detail.error ?? undefined,
    start,
    cost: useCost(detail.data, all),
  };
}

function send(
  write: ReturnType<typeof useWriteContract>['mutateAsync'],
  order: MarketOrderDetail,
  all: boolean,
) {
  return write({ ...cancelCall(order, all), chainId: order.chainId });
}

export interface ChainCancelCost {
  /** The most the network takes, in its coin's smallest units. */
  readonly fee: bigint;
  readonly held: bigint;
}

/** What it costs and what the wallet has to pay that with; undefined until it is known. */
function useCost(order: MarketOrderDetail | undefined, all: boolean): ChainCancelCost | undefined {
  const client = usePublicClient();
  const looked = useQuery({
    queryKey: ['chain-cancel-cost', order?.id, all],
    enabled: order !== undefined && client !== undefined,
    refetchInterval: LOOK_MS,
    queryFn: async () => {
      if (!order || !client) return null;
      const call = cancelCall(order, all);
      const [gas, { maxFeePerGas }, held] = await Promise.all([
        client.estimateContractGas(call),
        client.estimateFeesPerGas(),
        client.getBalance({ address: call.account }),
      ]);
      return { fee: gas * maxFeePerGas, held };
    },
  });
  return looked.data ?? undefined;
}
