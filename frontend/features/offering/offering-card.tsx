'use client';

import { listOfferings, type Offering } from '@freehold/shared/offering';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { OfferingProgress } from '#features/offering/offering-progress.tsx';
import { OfferingStateBadge } from '#features/offering/offering-state-badge.tsx';
import { offeringWaitsFor } from '#features/offering/offering-words.ts';
import { useSession } from '#features/session/use-session.ts';
import { ruleSentences } from '#features/token/rule-sentences.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';

const BuyDialog = dynamic(() =>
  import('#features/offering/buy-dialog.tsx').then((module) => module.BuyDialog),
);

/** The latest primary sale of a property, with the way to take part. Nothing where there never was one. */
export function OfferingCard({ propertyId }: { readonly propertyId: string }) {
  const offerings = useRoute(listOfferings, { query: { propertyId } }, { every: 5_000 });
  const latest = offerings.data?.items[0];
  return latest ? <Sale offering={latest} /> : null;
}

function Sale({ offering }: { readonly offering: Offering }) {
  const [buying, setBuying] = useState(false);
  const { may } = useSession();
  const now = Date.now();
  const open =
    offering.state === 'OPEN' && now >= Date.parse(offering.opensAt) && now < Date.parse(offering.closesAt);
  const left = BigInt(offering.cap) - BigInt(offering.progress.subscribed);
  const waits = offeringWaitsFor(offering);
  return (
    <Card>
      <CardHeader title="Primary sale" actions={<OfferingStateBadge offering={offering} />} />
      <CardBody>
        <div className="flex flex-col gap-4">
          <p className="flex items-baseline justify-between gap-4">
            <span className="text-muted text-sm">Price of a share</span>
            <span className="figures font-semibold text-2xl">{formatMoney(offering.price)}</span>
          </p>
          <OfferingProgress offering={offering} />
          {waits ? <Notice kind="waiting" title={waits} /> : null}
          {open && left > 0n && may('subscription.write') ? (
            <Button onClick={() => setBuying(true)}>Buy shares</Button>
          ) : null}
          <Details className="text-sm">
            <Detail label="Opens">
              <Moment at={offering.opensAt} />
            </Detail>
            <Detail label="Closes" note="or as soon as it is sold out">
              <Moment at={offering.closesAt} />
            </Detail>
            <Detail label="Per investor" note="over all wallets">
              {formatShares(offering.minPerInvestor)} to {formatShares(offering.maxPerInvestor)}
            </Detail>
            <Detail label="Needed to succeed">{formatShares(offering.minimum)}</Detail>
          </Details>
          <section aria-labelledby="rules-of-the-shares" className="text-sm">
            <h3 id="rules-of-the-shares" className="font-medium">
              Rules of these shares
            </h3>
            <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
              {ruleSentences(offering.rules, BigInt(offering.maxSupply)).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        </div>
      </CardBody>
      {buying ? <BuyDialog offering={offering} onClose={() => setBuying(false)} /> : null}
    </Card>
  );
}
