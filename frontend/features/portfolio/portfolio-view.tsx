'use client';

import { type Portfolio, readPortfolio } from '@freehold/shared/portfolio';
import { WalletMinimal } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { BasisCard } from '#features/portfolio/basis-card.tsx';
import { DisplayCurrencyField } from '#features/portfolio/display-currency-field.tsx';
import { PayoutsCard } from '#features/portfolio/payouts-card.tsx';
import { PositionsCard } from '#features/portfolio/positions-card.tsx';
import { ShownMoney } from '#features/portfolio/shown-money.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Amount } from '#ui/amount.tsx';
import { Button } from '#ui/button.tsx';
import { Figure, FigureRow } from '#ui/figure.tsx';
import { Notice } from '#ui/notice.tsx';
import { Skeleton } from '#ui/skeleton.tsx';

const PayoutsChart = dynamic(
  () => import('#features/portfolio/payouts-chart.tsx').then((module) => module.PayoutsChart),
  { ssr: false, loading: () => <Skeleton className="h-64 w-full rounded-xl" /> },
);

const MORE_THAN_ONE_MONTH = 2;

/** What an investor owns and what it brought. */
export function PortfolioView() {
  const portfolio = useRoute(readPortfolio, {}, { every: 5_000 });
  return (
    <QueryView query={portfolio} skeleton={<Skeleton className="h-32 w-full rounded-xl" />}>
      {(data) => <PortfolioBody portfolio={data} />}
    </QueryView>
  );
}

function PortfolioBody({ portfolio }: { readonly portfolio: Portfolio }) {
  const { totals, payouts, positions } = portfolio;
  const months = new Set(payouts.map((payout) => payout.period)).size;
  return (
    <div className="flex flex-col gap-6">
      {portfolio.wallets.length === 0 ? <NoWallet /> : null}
      <FigureRow>
        <Figure
          large
          label="Received so far"
          value={<Amount money={totals.received} />}
          note={
            <>
              in your wallet
              <ShownMoney money={totals.receivedShown} />
            </>
          }
        />
        <Figure
          large
          label="On its way"
          value={<Amount money={totals.pending} />}
          note={BigInt(totals.pending.amount) > 0n ? 'entitled, not paid yet' : 'nothing is outstanding'}
        />
        <Figure
          large
          className="col-span-2 lg:col-span-1"
          label="Your part of the valuations"
          value={<Amount money={totals.value} />}
          note={
            <>
              by appraisal, not a market price
              <ShownMoney money={totals.valueShown} />
            </>
          }
        />
      </FigureRow>
      <div className="flex flex-col gap-4 sm:flex-row sm:items-start sm:justify-between">
        {/* Beside the field the buttons stand level with its control, not with its label or its hint. */}
        <div className="grid grid-cols-2 gap-2 sm:mt-[1.625rem] sm:flex">
          <Button asChild tone="secondary">
            <Link href="/portfolio/transactions">Transactions</Link>
          </Button>
          <Button asChild tone="secondary">
            <Link href="/portfolio/statements">Statements</Link>
          </Button>
        </div>
        <DisplayCurrencyField />
      </div>
      <PositionsCard positions={positions} />
      <BasisCard positions={positions} />
      {months >= MORE_THAN_ONE_MONTH ? <PayoutsChart payouts={payouts} /> : null}
      <PayoutsCard payouts={payouts} />
      {portfolio.asOfBlock ? (
        <p className="figures text-muted text-xs">As the chain says up to block {portfolio.asOfBlock}.</p>
      ) : null}
    </div>
  );
}

function NoWallet() {
  return (
    <Notice
      kind="info"
      title="Link a wallet to begin"
      actions={
        <Button asChild size="small">
          <Link href="/wallets">
            <WalletMinimal aria-hidden /> Link a wallet
          </Link>
        </Button>
      }
    >
      Shares live in your own wallet and dividends arrive there. After you link one, an administrator verifies
      you.
    </Notice>
  );
}
