'use client';

import { readConfig } from '@freehold/shared/config';
import type { Market, MarketOrder } from '@freehold/shared/marketplace';
import { costOf, feeOf } from '@freehold/shared/signed-order';
import { useState } from 'react';
import type { OrderDraft } from '#features/marketplace/order-draft.ts';
import { MeansNotice } from '#features/marketplace/order-means-notice.tsx';
import { ContractRefusals, OrderObstacles } from '#features/marketplace/order-obstacles.tsx';
import { useMeans } from '#features/marketplace/use-means.ts';
import { type PlacingPhase, usePlaceOrder } from '#features/marketplace/use-place-order.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReadyWallet } from '#features/wallet/ready-wallet.tsx';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { ApiError } from '#lib/api-error.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
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
      <OrderObstacles market={market} draft={draft}>
        <WalletProvider>
          <ReadyWallet wallet={draft.wallet}>
            <Placing market={market} draft={draft} onClose={onClose} onPlaced={onPlaced} />
          </ReadyWallet>
        </WalletProvider>
      </OrderObstacles>
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
  const config = useRoute(readConfig, {});
  const [chosen, setChosen] = useState(false);
  const lacks = means.kind === 'notAllowed' ? means : undefined;
  const byTransaction = lacks !== undefined && (chosen || lacks.permit === 'impossible');
  // What is waited for is the permission, by whichever transaction it came.
  const phase = placing.phase === 'mining' && means.kind === 'enough' ? 'idle' : placing.phase;
  const busy = phase !== 'idle';
  const waits = lacks?.permit === 'underWay' && !byTransaction;
  const act = () => {
    if (lacks === undefined) return placing.place();
    if (byTransaction) return placing.allow(lacks.total);
    const chainId = config.data?.chainId ?? 0;
    return placing.place({ value: lacks.total, asset: lacks.asset, chainId });
  };
  const label = byTransaction ? '1 of 2: Allow' : lacks ? 'Sign permission and order' : 'Sign the order';
  return (
    <div className="flex flex-col gap-4">
      <MeansNotice means={means} draft={draft} symbol={market.symbol} byTransaction={byTransaction} />
      <PlacingProblem problem={placing.problem} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button tone="secondary" onClick={onClose} disabled={busy}>
          Back
        </Button>
        <Button
          busy={busy}
          disabled={means.kind === 'unknown' || means.kind === 'tooLittle' || waits}
          onClick={() => void act()}
        >
          {PHASES[phase] ?? label}
        </Button>
      </div>
      {lacks && lacks.permit !== 'impossible' ? (
        <Button tone="link" onClick={() => setChosen(!chosen)} disabled={busy}>
          {byTransaction ? 'Allow it by a signature instead' : 'Allow it by a transaction instead'}
        </Button>
      ) : null}
    </div>
  );
}

const PHASES: Readonly<Partial<Record<PlacingPhase, string>>> = {
  allowing: 'Allow it in your wallet…',
  mining: 'Waiting for the block…',
  permitting: '1 of 2: the permission, in your wallet…',
  signing: 'Check your wallet…',
  sending: 'Placing…',
};

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
  return <ContractRefusals names={names} />;
}
