'use client';

import type { Offering } from '@freehold/shared/offering';
import { useState } from 'react';
import { type Purchase } from '#features/offering/purchase.ts';
import { useBuy } from '#features/offering/use-buy.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReadyWallet } from '#features/wallet/ready-wallet.tsx';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { ApiError } from '#lib/api-error.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Notice } from '#ui/notice.tsx';

interface BuyReviewProps {
  readonly offering: Offering;
  readonly purchase: Purchase;
  readonly onBack: () => void;
  readonly onSent: (id: string) => void;
}

/** The one card before the wallet opens: every figure once more, then one signature. */
export function BuyReview({ offering, purchase, onBack, onSent }: BuyReviewProps) {
  const buy = useBuy({ offering, purchase, onSent });
  const [byTransaction, setByTransaction] = useState(purchase.begun?.method === 'TRANSACTION');
  const fixed = purchase.begun !== undefined;
  return (
    <div className="flex flex-col gap-4">
      <Details className="rounded-lg bg-sunken px-4">
        <Detail label="Shares">{`${formatShares(purchase.shares)} ${offering.symbol}`}</Detail>
        <Detail label="Price of a share">{formatMoney(offering.price)}</Detail>
        <Detail label="You pay" strong>
          {formatMoney(purchase.cost)}
        </Detail>
        <Detail label="From wallet">
          <Copyable value={purchase.wallet} what="wallet address" />
        </Detail>
        <Detail label="To" note="holds the money until the sale ends">
          <Copyable value={offering.contract} what="contract address" />
        </Detail>
        <Detail label="Network fee">{byTransaction ? 'paid by your wallet' : 'paid by us'}</Detail>
      </Details>
      <ReadyWallet wallet={purchase.wallet}>
        <p className="text-muted text-sm">
          {byTransaction
            ? 'Your wallet asks twice: to allow the payment, then to buy.'
            : 'Your wallet asks for one signature. It allows exactly this payment, once, for the next hour.'}
        </p>
        <BuyProblem problem={buy.problem} />
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <Button tone="secondary" onClick={onBack} disabled={buy.phase !== 'idle'}>
            Back
          </Button>
          <Button onClick={() => void buy.start(byTransaction)} busy={buy.phase !== 'idle'}>
            {PHASES[buy.phase] ?? (byTransaction ? 'Buy' : 'Sign and buy')}
          </Button>
        </div>
        {fixed ? null : (
          <Button
            tone="link"
            onClick={() => setByTransaction(!byTransaction)}
            disabled={buy.phase !== 'idle'}
          >
            {byTransaction ? 'Buy with one signature instead' : 'My wallet cannot sign messages'}
          </Button>
        )}
      </ReadyWallet>
    </div>
  );
}

const PHASES: Readonly<Record<string, string>> = {
  preparing: 'Preparing…',
  signing: 'Check your wallet…',
  approving: 'Allow the payment in your wallet…',
  mining: 'Waiting for the block…',
  sending: 'Sending…',
};

function BuyProblem({ problem }: { readonly problem: unknown }) {
  if (problem === undefined) return null;
  if (problem instanceof ApiError) return <FailureNotice error={problem} />;
  const { kind, sentence } = walletProblemOf(problem);
  return <Notice kind={kind === 'failed' ? 'bad' : 'info'} title={sentence} />;
}
