'use client';

import { listMySubscriptions, type Subscription } from '@freehold/shared/offering';
import { isMoving, subscriptionWords } from '#features/offering/offering-words.ts';
import { useRoute } from '#lib/use-route.ts';
import { Copyable } from '#ui/copyable.tsx';
import { Notice } from '#ui/notice.tsx';
import { type Step, type StepState, Steps } from '#ui/steps.tsx';

/** How far a purchase is, from the signature to the final block. Read from the platform, so it survives a reload. */
export function PurchaseSteps({ id, offeringId }: { readonly id: string; readonly offeringId: string }) {
  const own = useRoute(
    listMySubscriptions,
    { query: { offeringId } },
    { every: (data) => (data?.items.some(isMoving) === false ? false : 1_500) },
  );
  const subscription = own.data?.items.find((item) => item.id === id);
  if (!subscription) return <Notice kind="waiting" title="Looking for your purchase…" />;
  const { waitsFor } = subscriptionWords(subscription);
  if (subscription.state === 'FAILED') return <Notice kind="bad" title={waitsFor} />;
  return (
    <div className="flex flex-col gap-4">
      <Steps label="How far your purchase is" steps={stepsOf(subscription)} />
      <Notice kind={subscription.state === 'FINAL' ? 'good' : 'waiting'} title={waitsFor}>
        {subscription.txHash ? <Copyable value={subscription.txHash} what="transaction hash" /> : null}
      </Notice>
    </div>
  );
}

const ORDER: readonly Subscription['state'][] = ['INTENT', 'SUBMITTED', 'CONFIRMED', 'FINAL'];
const TITLES = ['Signed', 'On its way to the chain', 'In a block', 'Final'] as const;

function stepsOf({ state }: Subscription): Step[] {
  const reached = ORDER.indexOf(state);
  return TITLES.map((title, index): Step => {
    const done = index < reached || state === 'FINAL';
    const next: StepState = index === reached ? 'running' : 'waiting';
    return { id: title, title, state: done ? 'passed' : next };
  });
}
