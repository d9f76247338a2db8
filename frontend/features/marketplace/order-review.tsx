'use client';

import type { Market, MarketOrder } from '@freehold/shared/marketplace';
import { costOf, feeOf } from '@freehold/shared/signed-order';
import { contractSentenceOf } from '#features/contract-error/contract-sentences.ts';
import type { OrderDraft } from '#features/marketplace/order-draft.ts';
import { type Means, useMeans } from '#features/marketplace/use-means.ts';
import { type PlacingPhase, usePlaceOrder } from '#features/marketplace/use-place-order.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReadyWallet } from '#features/wallet/ready-wallet.tsx';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { ApiError } from '#lib/api-error.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';

interface OrderReviewProps {
  readonly market: Market;
  readonly draft: OrderDraft;
  readonly onClose: () => void;
  readonly onPlaced: (order: MarketOrder) => void;
}

const usdc = (amount: bigint) => formatMoney({ amount: amount.toString(), currency: 'USDC' });

/** The one card before the wallet opens. */
export function OrderReview({ market, draft, onClose, onPlaced }: OrderReviewProps) {
  const buys = draft.side === 'BUY';
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${buys ? 'Buy' : 'Sell'} ${formatShares(draft.shares)} ${market.symbol}`}
      description="Nothing moves when you sign. Shares and USDC change hands together when your order meets another."
    >
      <Figures market={market} draft={draft} />
      <WalletProvider>
        <ReadyWallet wallet={draft.wallet}>
          <Placing market={market} draft={draft} onClose={onClose} onPlaced={onPlaced} />
        </ReadyWallet>
      </WalletProvider>
    </Dialog>
  );
}

function Figures({ market, draft }: Pick<OrderReviewProps, 'market' | 'draft'>) {
  const buys = draft.side === 'BUY';
  const cost = costOf(draft.shares, draft.price);
  const fee = feeOf(cost, market.feeBps);
  return (
    <Details className="mb-4 rounded-lg bg-sunken px-4">
      <Detail label="Shares">{formatShares(draft.shares)}</Detail>
      <Detail label={buys ? 'At most, for one share' : 'At least, for one share'}>{usdc(draft.price)}</Detail>
      <Detail label="Fee" note={`${market.feeBps / 100} % of what is traded`}>
        {usdc(fee)}
      </Detail>
      <Detail label={buys ? 'You pay at most' : 'You get at least'} strong>
        {usdc(buys ? cost + fee : cost - fee)}
      </Detail>
      <Detail label="Good for">
        {draft.type === 'market'
          ? 'now: what finds nobody ends'
          : draft.days === 1
            ? '1 day'
            : `${draft.days} days`}
      </Detail>
      <Detail label="Wallet">
        <Copyable value={draft.wallet} what="wallet address" />
      </Detail>
      <Detail label="Network fee">paid by us when it is settled</Detail>
    </Details>
  );
}

function Placing({ market, draft, onClose, onPlaced }: OrderReviewProps) {
  const placing = usePlaceOrder({ market, draft, onPlaced });
  const means = useMeans(market, draft);
  // What is waited for is the permission, by whichever transaction it came.
  const phase = placing.phase === 'mining' && means.kind === 'enough' ? 'idle' : placing.phase;
  const busy = phase !== 'idle';
  const allows = means.kind === 'notAllowed';
  return (
    <div className="flex flex-col gap-4">
      <MeansNotice means={means} draft={draft} symbol={market.symbol} />
      <PlacingProblem problem={placing.problem} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button tone="secondary" onClick={onClose} disabled={busy}>
          Back
        </Button>
        <Button
          busy={busy}
          disabled={means.kind === 'unknown' || means.kind === 'tooLittle'}
          onClick={() => void (allows ? placing.allow(means.total) : placing.place())}
        >
          {PHASES[phase] ?? (allows ? '1 of 2: Allow' : 'Sign the order')}
        </Button>
      </div>
    </div>
  );
}

const PHASES: Readonly<Partial<Record<PlacingPhase, string>>> = {
  allowing: 'Allow it in your wallet…',
  mining: 'Waiting for the block…',
  signing: 'Check your wallet…',
  sending: 'Placing…',
};

interface MeansNoticeProps {
  readonly means: Means;
  readonly draft: OrderDraft;
  readonly symbol: string;
}

function MeansNotice({ means, draft, symbol }: MeansNoticeProps) {
  const sells = draft.side === 'SELL';
  const amount = (value: bigint) => (sells ? `${formatShares(value)} ${symbol}` : usdc(value));
  if (means.kind === 'tooLittle') {
    return (
      <Notice
        kind="warn"
        title={sells ? 'The wallet does not hold enough shares.' : 'The wallet does not hold enough USDC.'}
      >
        It holds {amount(means.held)}
        {means.promised > 0n ? `, of which your open orders promise ${amount(means.promised)}` : ''}. Order
        less, or cancel another order.
      </Notice>
    );
  }
  if (means.kind === 'notAllowed') {
    return (
      <Notice kind="info" title="Two steps in your wallet">
        First allow the marketplace’s contract to move {amount(means.total)}, which is what your open orders
        promise together with this one. It can do so only for orders you signed. Then sign the order.
      </Notice>
    );
  }
  return (
    <p className="text-muted text-sm">
      Your wallet asks for one signature. It lets this order be settled at this price or better, until it ends
      or you cancel it.
    </p>
  );
}

const CONTRACT_ISSUE = /^contract\.(\w+)$/;

/** A refusal of the contract in its own sentences, anything else as it is. */
function PlacingProblem({ problem }: { readonly problem: unknown }) {
  if (problem === undefined) return null;
  if (!(problem instanceof ApiError)) {
    const { kind, sentence } = walletProblemOf(problem);
    return <Notice kind={kind === 'failed' ? 'bad' : 'info'} title={sentence} />;
  }
  const names = problem.issues.flatMap(({ path }) => CONTRACT_ISSUE.exec(path)?.[1] ?? []);
  if (names.length === 0) return <FailureNotice error={problem} />;
  return (
    <>
      {names.map((name) => (
        <Notice key={name} kind="bad" title={contractSentenceOf(name).sentence}>
          {contractSentenceOf(name).next}
        </Notice>
      ))}
    </>
  );
}
