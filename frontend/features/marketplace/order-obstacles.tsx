'use client';

import { checkOrder, type Market } from '@freehold/shared/marketplace';
import type { ReactNode } from 'react';
import { contractSentenceOf } from '#features/contract-error/contract-sentences.ts';
import type { OrderDraft } from '#features/marketplace/order-draft.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Notice } from '#ui/notice.tsx';

/** Long enough to read, short enough to notice that what stood in the way is gone. */
const LOOK_AGAIN_MS = 5_000;

interface OrderObstaclesProps {
  readonly market: Market;
  readonly draft: OrderDraft;
  /** Shown when nothing speaks against the order. */
  readonly children: ReactNode;
}

/** What the contracts would say against the order, before the wallet is asked for anything. */
export function OrderObstacles({ market, draft, children }: OrderObstaclesProps) {
  const { wallet, side } = draft;
  const query = { wallet, side, shares: draft.shares.toString(), price: draft.price.toString() };
  const check = useRoute(
    checkOrder,
    { params: { id: market.id }, query },
    { every: (data) => (data?.reasons.length ? LOOK_AGAIN_MS : false) },
  );
  return (
    <QueryView query={check}>
      {({ reasons }) =>
        reasons.length === 0 ? children : <ContractRefusals names={reasons.map(({ name }) => name)} />
      }
    </QueryView>
  );
}

/** Errors of the contracts in sentences, each with what to do. */
export function ContractRefusals({ names }: { readonly names: readonly string[] }) {
  return (
    <div className="flex flex-col gap-2">
      {[...new Set(names)].map((name) => (
        <Notice key={name} kind="bad" title={contractSentenceOf(name).sentence}>
          {contractSentenceOf(name).next}
        </Notice>
      ))}
    </div>
  );
}
