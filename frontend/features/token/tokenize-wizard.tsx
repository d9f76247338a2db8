'use client';

import { listOfferings } from '@freehold/shared/offering';
import { listProperties, type PropertyDetail, readProperty } from '@freehold/shared/property';
import { estimateTokenization, readTokenization, tokenizeProperty } from '@freehold/shared/token';
import { useState } from 'react';
import { initialTerms } from '#features/offering/terms-fields.tsx';
import { ruleSentences } from '#features/token/rule-sentences.ts';
import { SharesForm } from '#features/token/shares-form.tsx';
import { TermsForm } from '#features/token/terms-form.tsx';
import {
  initialShares,
  rulesOf,
  type SharesStep,
  sharesStep,
  type TermsStep,
  termsOf,
} from '#features/token/tokenize-form.ts';
import { TokenizeReview } from '#features/token/tokenize-review.tsx';
import { formatShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';

const bodyOf = (given: SharesStep, sale: TermsStep | null) => ({
  name: given.name,
  symbol: given.symbol,
  shares: given.shares.toString(),
  rules: rulesOf(given),
  ...(sale ? { offering: termsOf(sale) } : {}),
});

/**
 * Shares and rules, then terms of the sale, then everything once more with what it costs, then one confirmation. What was
 * typed is kept as it was typed, whichever way one goes.
 */
export function TokenizeWizard({ property }: { readonly property: PropertyDetail }) {
  const [typedShares, setTypedShares] = useState(() => initialShares(property.name));
  const [typedTerms, setTypedTerms] = useState<ReturnType<typeof initialTerms>>();
  const [terms, setTerms] = useState<TermsStep | null>(null);
  const [step, setStep] = useState<'shares' | 'terms' | 'review'>('shares');
  const estimate = useAct(estimateTokenization);
  const act = useAct(tokenizeProperty, {
    refreshes: [readProperty, listProperties, readTokenization, listOfferings],
  });
  const shares = sharesStep.safeParse(typedShares).data;
  const params = { id: property.id };
  if (step === 'shares' || !shares) {
    return (
      <SharesForm
        property={property}
        typed={typedShares}
        onDone={(typed) => {
          setTypedShares(typed);
          setStep('terms');
        }}
      />
    );
  }
  if (step === 'terms') {
    const most = formatShares(shares.shares);
    return (
      <TermsForm
        shares={shares}
        typed={typedTerms ?? { ...initialTerms(), cap: most, maxPerInvestor: most }}
        onBack={(typed) => {
          setTypedTerms(typed);
          setStep('shares');
        }}
        onDone={(sale, typed) => {
          setTypedTerms(typed);
          setTerms(sale);
          setStep('review');
          estimate.mutate({ params, body: bodyOf(shares, sale) });
        }}
      />
    );
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
      onConfirm={() => act.mutate({ params, body: bodyOf(shares, terms) })}
    />
  );
}
