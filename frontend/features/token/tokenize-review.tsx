'use client';

import type { PropertyDetail } from '@freehold/shared/property';
import type { CostEstimate } from '@freehold/shared/token';
import { formatEther, formatGwei } from 'viem';
import { reasonSentence } from '#features/offering/offering-words.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import type { SharesStep, TermsStep } from '#features/token/tokenize-form.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Button } from '#ui/button.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';

interface TokenizeReviewProps {
  readonly property: PropertyDetail;
  readonly shares: SharesStep;
  readonly terms: TermsStep | null;
  readonly sentences: readonly string[];
  readonly estimate: {
    readonly data: CostEstimate | undefined;
    readonly error: unknown;
    readonly busy: boolean;
  };
  readonly act: { readonly error: unknown; readonly busy: boolean };
  readonly onBack: () => void;
  readonly onConfirm: () => void;
}

/** Last step: everything once more, in plain words, with what it costs. */
export function TokenizeReview(props: TokenizeReviewProps) {
  const { property, shares, terms, sentences, estimate, act, onBack, onConfirm } = props;
  const perShare = (BigInt(property.valuation.amount) * 10n ** 18n) / shares.shares;
  return (
    <div className="flex flex-col gap-5">
      <Details className="rounded-lg bg-sunken px-4">
        <Detail label="Name">{shares.name}</Detail>
        <Detail label="Symbol">{shares.symbol}</Detail>
        <Detail label="Shares">{formatShares(shares.shares)}</Detail>
        <Detail label="Valuation per share" note="rounded down">
          {formatMoney({ amount: perShare.toString(), currency: 'USD' })}
        </Detail>
      </Details>
      <section aria-label="Rules">
        <h3 className="font-medium">Who may hold the shares</h3>
        <ul className="mt-1 list-disc pl-5 text-sm">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      {terms ? <Terms terms={terms} /> : <p className="text-muted text-sm">No sale follows.</p>}
      <Cost estimate={estimate} />
      {act.error ? <FailureNotice error={act.error} /> : null}
      <p className="text-muted text-sm">
        Symbol and number cannot be changed afterwards. It takes a few blocks to become final
        {terms ? '; the sale opens right after' : ''}.
      </p>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button tone="secondary" onClick={onBack} disabled={act.busy}>
          Back
        </Button>
        <Button onClick={onConfirm} busy={act.busy} disabled={estimate.data?.refusal != null}>
          Create the shares
        </Button>
      </div>
    </div>
  );
}

function Terms({ terms }: { readonly terms: TermsStep }) {
  const whole = (terms.cap * terms.price) / 10n ** 18n;
  return (
    <Details className="rounded-lg bg-sunken px-4">
      <Detail label="Price of a share">{usdc(terms.price)}</Detail>
      <Detail label="For sale">{formatShares(terms.cap)}</Detail>
      <Detail label="Raises at most" strong>
        {usdc(whole)}
      </Detail>
      <Detail label="Needed to succeed">{formatShares(terms.minimum ?? 0n)}</Detail>
      <Detail label="Per investor">
        {formatShares(terms.minPerInvestor)} to {formatShares(terms.maxPerInvestor)}
      </Detail>
      <Detail label="Opens">
        <Moment at={terms.opensAt} />
      </Detail>
      <Detail label="Closes">
        <Moment at={terms.closesAt} />
      </Detail>
    </Details>
  );
}

const usdc = (amount: bigint) => formatMoney({ amount: amount.toString(), currency: 'USDC' });

function Cost({ estimate }: Pick<TokenizeReviewProps, 'estimate'>) {
  if (estimate.error) return <FailureNotice error={estimate.error} />;
  if (estimate.busy || !estimate.data) return <Notice kind="waiting" title="Simulating the transaction…" />;
  const { gas, gasPrice, fee, refusal } = estimate.data;
  if (refusal !== null) return <Notice kind="bad" title={reasonSentence(refusal)} />;
  return (
    <Notice
      kind="info"
      title={`Simulated: it would cost about ${formatEther(BigInt(fee))} of the network’s coin`}
    >
      {formatShares(BigInt(gas) * 10n ** 18n)} gas at {formatGwei(BigInt(gasPrice))} gwei, paid by the
      platform.
    </Notice>
  );
}
