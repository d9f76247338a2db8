'use client';

import { offeringAbi, usdcAbi } from '@freehold/contracts/abis';
import { readConfig } from '@freehold/shared/config';
import {
  authorizeSubscription,
  createSubscription,
  listMySubscriptions,
  listOfferings,
  type Offering,
  reportSubscription,
  type Subscription,
} from '@freehold/shared/offering';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConfig, useSignTypedData, useWriteContract } from 'wagmi';
import { waitForTransactionReceipt } from 'wagmi/actions';
import { addressOf, hexOf, type Purchase, typedPayment } from '#features/offering/purchase.ts';
import { call } from '#lib/api.ts';
import { refresh } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';

type Phase = 'idle' | 'preparing' | 'signing' | 'approving' | 'mining' | 'sending';

interface BuyOptions {
  readonly offering: Offering;
  readonly purchase: Purchase;
  readonly onSent: (id: string) => void;
}

/** Buys with one signature, or by the wallet's own transactions. A refusal in the wallet leaves everything as it was. */
export function useBuy({ offering, purchase, onSent }: BuyOptions) {
  const [phase, setPhase] = useState<Phase>('idle');
  const [problem, setProblem] = useState<unknown>();
  const client = useQueryClient();
  const config = useRoute(readConfig, {});
  const signTypedData = useSignTypedData();
  const send = useSending(offering, purchase, setPhase);
  // The same wish again is the same purchase, however often the wallet says no.
  const begun = useRef(new Map<string, Subscription>());
  const keys = useRef(new Map<string, string>());

  const begin = async (method: 'AUTHORIZATION' | 'TRANSACTION'): Promise<Subscription> => {
    const known = purchase.begun ?? begun.current.get(method);
    if (known) return known;
    const { wallet, shares } = purchase;
    const idempotencyKey = keys.current.get(method) ?? crypto.randomUUID();
    keys.current.set(method, idempotencyKey);
    const request = { params: { id: offering.id }, body: { wallet, shares, method } };
    const made = await call(createSubscription, request, { idempotencyKey });
    begun.current.set(method, made);
    return made;
  };

  const sign = async (subscription: Subscription): Promise<void> => {
    const { authorization } = subscription;
    if (!authorization || !config.data)
      throw new Error('This purchase does not wait for a signature any more.');
    const { chainId, contracts } = config.data;
    const reviewed = {
      ...{ wallet: purchase.wallet, contract: offering.contract, cost: purchase.cost.amount },
      ...{ usdc: contracts.usdc, chainId },
    };
    setPhase('signing');
    const signature = await signTypedData.mutateAsync(typedPayment(authorization, reviewed));
    setPhase('sending');
    await call(authorizeSubscription, { params: { id: subscription.id }, body: { signature } });
  };

  const start = async (byTransaction: boolean): Promise<void> => {
    setProblem(undefined);
    try {
      setPhase('preparing');
      const subscription = await begin(byTransaction ? 'TRANSACTION' : 'AUTHORIZATION');
      await (byTransaction ? send(subscription) : sign(subscription));
      await refresh(client, [listMySubscriptions, listOfferings]);
      onSent(subscription.id);
    } catch (error) {
      setProblem(error);
      await refresh(client, [listMySubscriptions]);
    } finally {
      setPhase('idle');
    }
  };
  return { phase, problem, start };
}

/** Allows the payment and buys: two transactions of the wallet, the second reported as soon as it has a hash. */
function useSending(offering: Offering, purchase: Purchase, setPhase: (phase: Phase) => void) {
  const wagmi = useConfig();
  const write = useWriteContract();
  const config = useRoute(readConfig, {});
  return async (subscription: Subscription): Promise<void> => {
    if (!config.data) throw new Error('The platform’s addresses are not known yet. Try again.');
    const account = addressOf(purchase.wallet);
    const contract = addressOf(offering.contract);
    const { chainId } = config.data;
    setPhase('approving');
    const approval = await write.mutateAsync({
      ...{ account, chainId, address: addressOf(config.data.contracts.usdc), abi: usdcAbi },
      functionName: 'approve',
      args: [contract, BigInt(purchase.cost.amount)],
    });
    setPhase('mining');
    await waitForTransactionReceipt(wagmi, { hash: approval, chainId });
    setPhase('signing');
    const txHash = await write.mutateAsync({
      ...{ account, chainId, address: contract, abi: offeringAbi },
      functionName: 'subscribe',
      args: [hexOf(offering.chainOfferingId), BigInt(purchase.shares)],
    });
    const report = (hash: string) =>
      call(reportSubscription, { params: { id: subscription.id }, body: { txHash: hash } });
    setPhase('sending');
    await report(txHash);
    // A wallet may send it again with a higher fee: then the purchase goes by another hash.
    void waitForTransactionReceipt(wagmi, {
      ...{ hash: txHash, chainId },
      onReplaced: ({ transaction }) => void report(transaction.hash).catch(() => undefined),
    }).catch(() => undefined);
  };
}
