'use client';

import {
  discardSubscription,
  listMySubscriptions,
  listOfferings,
  type Subscription,
} from '@freehold/shared/offering';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { isMoving, subscriptionWords } from '#features/offering/offering-words.ts';
import { formatMoney, formatSharesWithUnit } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Moment } from '#ui/moment.tsx';

const BuyDialog = dynamic(() =>
  import('#features/offering/buy-dialog.tsx').then((module) => module.BuyDialog),
);

/** Own purchases of a property's shares, each with what it waits for. Nothing before the first. */
export function MyPurchases({ propertyId }: { readonly propertyId: string }) {
  const own = useRoute(
    listMySubscriptions,
    {},
    { every: (data) => (data?.items.some(isMoving) ? 2_000 : 15_000) },
  );
  const [resumed, setResumed] = useState<Subscription>();
  const offerings = useRoute(listOfferings, { query: { propertyId } });
  const items = own.data?.items.filter(
    ({ property, reason }) => property.id === propertyId && reason !== 'DISCARDED',
  );
  if (!items || items.length === 0) return null;
  const offering = offerings.data?.items.find(({ id }) => id === resumed?.offeringId);
  return (
    <Card>
      <CardHeader title="Your purchases" />
      <ul className="divide-y divide-line px-5 pb-2">
        {items.map((item) => (
          <PurchaseLine key={item.id} subscription={item} onSign={() => setResumed(item)} />
        ))}
      </ul>
      {resumed && offering ? (
        <BuyDialog offering={offering} resumed={resumed} onClose={() => setResumed(undefined)} />
      ) : null}
    </Card>
  );
}

interface PurchaseLineProps {
  readonly subscription: Subscription;
  readonly onSign: () => void;
}

function PurchaseLine({ subscription, onSign }: PurchaseLineProps) {
  const discard = useAct(discardSubscription, { refreshes: [listMySubscriptions] });
  const words = subscriptionWords(subscription);
  return (
    <li className="flex flex-col gap-1.5 py-3.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="figures font-medium">
          {formatSharesWithUnit(subscription.shares)} for {formatMoney(subscription.cost)}
        </span>
        <Badge tone={words.tone}>{words.label}</Badge>
      </p>
      <p className="text-muted text-sm">{words.waitsFor}</p>
      <p className="flex flex-wrap items-center gap-x-3 text-muted text-xs">
        <Moment at={subscription.createdAt} />
        {subscription.txHash ? <Copyable value={subscription.txHash} what="transaction hash" /> : null}
      </p>
      {subscription.state === 'INTENT' ? (
        <div className="mt-1 flex flex-wrap gap-2">
          <Button onClick={onSign}>Sign now</Button>
          <Button
            tone="secondary"
            busy={discard.isPending}
            onClick={() => discard.mutate({ params: { id: subscription.id } })}
          >
            Give up
          </Button>
        </div>
      ) : null}
    </li>
  );
}
