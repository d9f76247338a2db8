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
  type SharesInput,
  type SharesStep,
  sharesStep,
  type TermsStep,
  termsOf,
} from '#features/token/tokenize-form.ts';
import { TokenizeReview } from '#features/token/tokenize-review.tsx';
import { useTokenizeDraft } from '#features/token/use-tokenize-draft.ts';
import { formatShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';

const bodyOf = (given: SharesStep, sale: TermsStep | null) => ({
  name: given.name,
  symbol: given.symbol,
  shares: given.shares.toString(),
  rules: rulesOf(given),
  ...(sale ? { offering: termsOf(sale) } : {}),
});

interface TokenizeWizardProps {
  readonly property: PropertyDetail;
  readonly userId: string;
}

/** Offers what was typed before a reload, and a clean sheet instead of it. */
export function TokenizeWizard({ property, userId }: TokenizeWizardProps) {
  const draft = useTokenizeDraft({ userId, property });
  const { restored } = draft;
  return (
    <div className="flex flex-col gap-5">
      {restored ? (
        <Notice
          kind="info"
          title="What you typed is here again"
          actions={
            <Button tone="secondary" size="small" onClick={draft.startAnew}>
              Start anew
            </Button>
          }
        >
          Kept in this browser only, last changed <Moment at={restored.at} />. It goes when the shares are
          created or you sign out.
        </Notice>
      ) : null}
      <WizardSteps key={restored?.at ?? 'anew'} property={property} draft={draft} />
    </div>
  );
}

interface WizardStepsProps {
  readonly property: PropertyDetail;
  readonly draft: ReturnType<typeof useTokenizeDraft>;
}

/**
 * Shares and rules, then terms of the sale, then everything once more with what it costs, then one confirmation. What was
 * typed is kept as it was typed, whichever way one goes.
 */
function WizardSteps({ property, draft }: WizardStepsProps) {
  const before = draft.restored?.value;
  const [typedShares, setTypedShares] = useState(() => before?.shares ?? initialShares(property.name));
  const [typedTerms, setTypedTerms] = useState(before?.terms);
  const [terms, setTerms] = useState<TermsStep | null>(null);
  const [step, setStep] = useState<'shares' | 'terms' | 'review'>(before?.step ?? 'shares');
  const estimate = useAct(estimateTokenization);
  const act = useAct(tokenizeProperty, {
    refreshes: [readProperty, listProperties, readTokenization, listOfferings],
    onDone: draft.drop,
  });
  const shares = sharesStep.safeParse(typedShares).data;
  const params = { id: property.id };
  const keepShares = (typed: SharesInput, at: 'shares' | 'terms') =>
    draft.keep({ step: at, shares: typed, ...(typedTerms ? { terms: typedTerms } : {}) });
  if (step === 'shares' || !shares) {
    return (
      <SharesForm
        property={property}
        typed={typedShares}
        onTyped={(typed) => keepShares(typed, 'shares')}
        onDone={(typed) => {
          keepShares(typed, 'terms');
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
        onTyped={(typed) => draft.keep({ step: 'terms', shares: typedShares, terms: typed })}
        onBack={(typed) => {
          draft.keep({ step: 'shares', shares: typedShares, terms: typed });
          setTypedTerms(typed);
          setStep('shares');
        }}
        onDone={(sale, typed) => {
          draft.keep({ step: 'terms', shares: typedShares, terms: typed });
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
