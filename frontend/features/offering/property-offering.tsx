'use client';

import { createOffering, listOfferings } from '@freehold/shared/offering';
import type { PropertyDetail } from '@freehold/shared/property';
import { zodResolver } from '@hookform/resolvers/zod';
import Link from 'next/link';
import { useState } from 'react';
import { type Resolver, useForm } from 'react-hook-form';
import { OfferingProgress } from '#features/offering/offering-progress.tsx';
import { OfferingStateBadge } from '#features/offering/offering-state-badge.tsx';
import { offeringWaitsFor } from '#features/offering/offering-words.ts';
import { initialTerms, TermsFields } from '#features/offering/terms-fields.tsx';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { type TermsInput, type TermsStep, termsOf, termsStep } from '#features/token/tokenize-form.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail } from '#ui/details.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

/** The sale of a property's shares on the administrators' page: the running one, or a way to begin another. */
export function PropertyOffering({ property }: { readonly property: PropertyDetail }) {
  const [asking, setAsking] = useState(false);
  const { may } = useSession();
  const offerings = useRoute(listOfferings, { query: { propertyId: property.id } }, { every: 3_000 });
  const latest = offerings.data?.items[0];
  const running = latest?.state === 'DRAFT' || latest?.state === 'OPEN';
  const offer =
    property.state === 'TOKENIZED' && offerings.data && !running && may('offering.run') ? (
      <Button tone="secondary" onClick={() => setAsking(true)}>
        Offer shares
      </Button>
    ) : undefined;
  const waits = latest ? offeringWaitsFor(latest) : undefined;
  return (
    <Card>
      <CardHeader
        title="Primary sale"
        actions={latest && running ? <OfferingStateBadge offering={latest} /> : offer}
      />
      <CardBody>
        {latest ? (
          <div className="flex flex-col gap-4">
            <OfferingProgress offering={latest} />
            {waits ? <Notice kind={latest.problem === null ? 'waiting' : 'bad'} title={waits} /> : null}
            <Button asChild tone="secondary" className="self-start">
              <Link href={`/admin/offerings/${latest.id}`}>Open the sale</Link>
            </Button>
          </div>
        ) : (
          <p className="text-muted text-sm">The shares of this property were never offered for sale.</p>
        )}
      </CardBody>
      {asking ? <OfferDialog property={property} onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

interface OfferDialogProps {
  readonly property: PropertyDetail;
  readonly onClose: () => void;
}

function OfferDialog({ property, onClose }: OfferDialogProps) {
  const [terms, setTerms] = useState<TermsStep>();
  const act = useAct(createOffering, { refreshes: [listOfferings], onDone: onClose });
  const resolver: Resolver<TermsInput, unknown, TermsStep> = zodResolver(termsStep);
  const form = useForm<TermsInput, unknown, TermsStep>({ resolver, defaultValues: initialTerms() });
  return (
    <>
      <Dialog
        open={terms === undefined}
        onOpenChange={onClose}
        title={`Offer shares of ${property.name}`}
        description="The sale runs in a contract: it closes, delivers and refunds even without us."
      >
        <form noValidate className="flex flex-col gap-5" onSubmit={form.handleSubmit(setTerms)}>
          <TermsFields register={form.register} errors={form.formState.errors} />
          <Button type="submit" className="self-end">
            Review
          </Button>
        </form>
      </Dialog>
      <ReviewDialog
        open={terms !== undefined}
        onOpenChange={() => setTerms(undefined)}
        title={`Offer shares of ${property.name}`}
        confirmLabel="Open the sale"
        busy={act.isPending}
        onConfirm={() => {
          if (terms) act.mutate({ params: { id: property.id }, body: termsOf(terms) });
        }}
        afterwards="The terms cannot be changed once they are on the chain; the sale can be called off."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="Price of a share">
          {terms ? formatMoney({ amount: terms.price.toString(), currency: 'USDC' }) : ''}
        </Detail>
        <Detail label="For sale">{terms ? formatShares(terms.cap) : ''}</Detail>
        <Detail label="Needed to succeed">{terms ? formatShares(terms.minimum ?? 0n) : ''}</Detail>
      </ReviewDialog>
    </>
  );
}
