'use client';

import { type DividendDetail, listDividendPayouts, readDividend } from '@freehold/shared/dividend';
import Link from 'next/link';
import { BatchesCard } from '#features/dividend/batches-card.tsx';
import { ConservationCard } from '#features/dividend/conservation-card.tsx';
import { DividendActs } from '#features/dividend/dividend-acts.tsx';
import { dividendWords, hasReached, isWorking } from '#features/dividend/dividend-state.ts';
import { DividendSteps } from '#features/dividend/dividend-steps.tsx';
import { PayoutsTable } from '#features/dividend/payouts-table.tsx';
import { usePerShare } from '#features/dividend/use-per-share.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { WaterfallChart } from '#features/statement/waterfall-chart.tsx';
import { call } from '#lib/api.ts';
import { formatPeriod } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useAllPages } from '#lib/use-all-pages.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

/** One distribution from approval to the last holder's wallet. */
export function DividendView({ id }: { readonly id: string }) {
  const dividend = useRoute(
    readDividend,
    { params: { id } },
    { every: (data) => (data && isWorking(data.state) ? 1_500 : 15_000) },
  );
  return <QueryView query={dividend}>{(data) => <DividendBody dividend={data} />}</QueryView>;
}

function useDividendPayouts(dividend: DividendDetail) {
  return useAllPages(
    [listDividendPayouts.path, dividend.id],
    (cursor, signal) =>
      call(
        listDividendPayouts,
        { params: { id: dividend.id }, query: { limit: 200, ...(cursor ? { cursor } : {}) } },
        { signal },
      ),
    { enabled: hasReached(dividend.state, 'DECLARED'), every: isWorking(dividend.state) ? 3_000 : 15_000 },
  );
}

function DividendBody({ dividend }: { readonly dividend: DividendDetail }) {
  const words = dividendWords[dividend.state];
  const payouts = useDividendPayouts(dividend);
  const perShare = usePerShare(dividend);
  return (
    <>
      <PageHeader
        back={{ href: '/admin/dividends', label: 'Dividends' }}
        title={`${dividend.propertyName}, ${formatPeriod(dividend.period)}`}
        status={<Badge tone={words.tone}>{words.label}</Badge>}
        description={words.waitsFor}
        actions={<DividendActs dividend={dividend} perShare={perShare} />}
      />
      {dividend.error ? (
        <Notice kind="bad" title="It stopped" className="mb-6">
          {dividend.error} Running it again goes on where it stopped; nobody is paid twice.
        </Notice>
      ) : null}
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr] lg:items-start">
        <div className="flex min-w-0 flex-col gap-6">
          <Card>
            <CardHeader
              title="From rent to dividend"
              description={
                <Link
                  href={`/admin/statements/${dividend.statementId}`}
                  className="text-brand underline underline-offset-4"
                >
                  The income statement behind it
                </Link>
              }
            />
            <CardBody>
              <WaterfallChart
                gross={dividend.gross}
                processingFees={dividend.processingFees}
                expenses={dividend.expenses}
                platformFee={dividend.platformFee}
                reserve={dividend.reserve}
                net={dividend.net}
                perShare={perShare ? formatMoney(perShare) : undefined}
              />
            </CardBody>
          </Card>
          {dividend.batches.length > 0 ? <BatchesCard dividend={dividend} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <DividendSteps dividend={dividend} />
          <ConservationCard dividend={dividend} payouts={payouts.data} />
        </div>
      </div>
      {hasReached(dividend.state, 'DECLARED') ? (
        <Card className="mt-6">
          <CardHeader
            title="Holders"
            description="Entitlement by shares held at the record date, rounded down."
          />
          <QueryView query={payouts} className="px-5 pb-5">
            {(items) => <PayoutsTable payouts={items} fileName={`freehold-payouts-${dividend.period}`} />}
          </QueryView>
        </Card>
      ) : null}
    </>
  );
}
