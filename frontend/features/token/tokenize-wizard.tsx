'use client';

import { listOfferings } from '@freehold/shared/offering';
import { listProperties, type PropertyDetail, readProperty } from '@freehold/shared/property';
import { estimateTokenization, readTokenization, tokenizeProperty } from '@freehold/shared/token';
import { useState } from 'react';
import { SharesForm } from '#features/token/shares-form.tsx';
import { TermsForm } from '#features/token/terms-form.tsx';
import {
  ruleSentences,
  rulesOf,
  type SharesStep,
  type TermsStep,
  termsOf,
} from '#features/token/tokenize-form.ts';
import { TokenizeReview } from '#features/token/tokenize-review.tsx';
import { useAct } from '#lib/use-act.ts';

/** Shares and rules, then terms of the sale, then everything once more with what it costs, then one confirmation. */
export function TokenizeWizard({ property }: { readonly property: PropertyDetail }) {
  const [shares, setShares] = useState<SharesStep>();
  const [terms, setTerms] = useState<TermsStep | null>();
  const [step, setStep] = useState<'shares' | 'terms' | 'review'>('shares');
  const estimate = useAct(estimateTokenization);
  const act = useAct(tokenizeProperty, {
    refreshes: [readProperty, listProperties, readTokenization, listOfferings],
  });
  const bodyOf = (given: SharesStep, sale: TermsStep | null) => ({
    name: given.name,
    symbol: given.symbol,
    shares: given.shares.toString(),
    rules: rulesOf(given),
    ...(sale ? { offering: termsOf(sale) } : {}),
  });
  const review = (sale: TermsStep | null): void => {
    if (!shares) return;
    setTerms(sale);
    setStep('review');
    estimate.mutate({ params: { id: property.id }, body: bodyOf(shares, sale) });
  };
  if (step === 'shares' || !shares) {
    return (
      <SharesForm
        property={property}
        given={shares}
        onDone={(given) => {
          setShares(given);
          setStep('terms');
        }}
      />
    );
  }
  if (step === 'terms' || terms === undefined) {
    return <TermsForm shares={shares} onBack={() => setStep('shares')} onDone={review} />;
  }
  return (
    <TokenizeReview
      property={property}
      shares={shares}
      terms={terms}
      sentences={ruleSentences(rulesOf(shares), shares.shares)}
      estimate={{ data: estimate.data, error: estimate.error, busy: estimate.isPending }}
      act={{ error: act.error, busy: act.isPending || act.isSuccess }}
      onBack={() => setStep('terms')}
      onConfirm={() => act.mutate({ params: { id: property.id }, body: bodyOf(shares, terms) })}
    />
  );
}
