'use client';

import { listSubscriptions, readOffering, type Subscription } from '@freehold/shared/offering';
import { Users } from 'lucide-react';
import { OfferingActs } from '#features/offering/offering-acts.tsx';
import { OfferingProgress } from '#features/offering/offering-progress.tsx';
import { OfferingStateBadge } from '#features/offering/offering-state-badge.tsx';
import { offeringWaitsFor, offeringWords, subscriptionWords } from '#features/offering/offering-words.ts';
import { ProceedsCard } from '#features/proceeds/proceeds-card.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { TransitionsCard } from '#features/shell/transitions-card.tsx';
import { chainStateWords } from '#features/token/chain-state.ts';
import { decimalOf, decimalOfShares, formatMoney, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

/** One primary sale as an administrator follows it: live until the last share or refund. */
export function OfferingView({ id }: { readonly id: string }) {
  const offering = useRoute(readOffering, { params: { id } }, { every: 2_000 });
  return (
    <QueryView query={offering}>
      {(data) => {
        const waits = offeringWaitsFor(data);
        return (
          <>
            <PageHeader
              back={{ href: '/admin/offerings', label: 'Primary sales' }}
              title={data.property.name}
              status={<OfferingStateBadge offering={data} />}
              description={`${data.symbol} at ${formatMoney(data.price)} a share`}
              actions={<OfferingActs offering={data} />}
            />
            {waits ? (
              <Notice kind={data.problem === null ? 'waiting' : 'bad'} title={waits} className="mb-6">
                {data.transactionState ? chainStateWords[data.transactionState] : null}
              </Notice>
            ) : null}
            <div className="grid gap-6 lg:grid-cols-[2fr_1fr] lg:items-start">
              <div className="flex min-w-0 flex-col gap-6">
                <Card>
                  <CardHeader title="Progress" />
                  <CardBody>
                    <OfferingProgress offering={data} />
                    <Details className="mt-4 text-sm">
                      <Detail label="Shares handed over">{formatShares(data.progress.delivered)}</Detail>
                      <Detail label="Shares whose price went back">
                        {formatShares(data.progress.refunded)}
                      </Detail>
                      <Detail label="Wallets that could not be served">{data.progress.held}</Detail>
                    </Details>
                  </CardBody>
                </Card>
                {data.state === 'CLOSED' ? <ProceedsCard offeringId={id} /> : null}
                <Subscriptions id={id} symbol={data.symbol} />
              </div>
              <div className="flex min-w-0 flex-col gap-6">
                <Card>
                  <CardHeader title="Terms" />
                  <CardBody>
                    <Details className="text-sm">
                      <Detail label="For sale">{formatShares(data.cap)}</Detail>
                      <Detail label="Needed to succeed">{formatShares(data.minimum)}</Detail>
                      <Detail label="Least per investor">{formatShares(data.minPerInvestor)}</Detail>
                      <Detail label="Most per investor">{formatShares(data.maxPerInvestor)}</Detail>
                      <Detail label="Opens">
                        <Moment at={data.opensAt} />
                      </Detail>
                      <Detail label="Closes">
                        <Moment at={data.closesAt} />
                      </Detail>
                      <Detail label="Contract">
                        <Copyable value={data.contract} what="contract address" />
                      </Detail>
                      <Detail label="Number in the contract">
                        <Copyable value={data.chainOfferingId} what="offering number" />
                      </Detail>
                    </Details>
                  </CardBody>
                </Card>
                <TransitionsCard transitions={data.transitions} wordOf={wordOf} />
              </div>
            </div>
          </>
        );
      }}
    </QueryView>
  );
}

const wordOf = (state: string): string =>
  Object.entries(offeringWords).find(([name]) => name === state)?.[1].label ?? state;

const columns: readonly DataColumn<Subscription>[] = [
  {
    id: 'investor',
    head: 'Investor',
    cell: (row) => row.investor?.name ?? 'unknown to us',
    sort: (row) => row.investor?.name ?? '',
    csv: (row) => row.investor?.name ?? '',
  },
  {
    id: 'wallet',
    head: 'Wallet',
    cell: (row) => <Copyable value={row.wallet} what="wallet address" />,
    csv: (row) => row.wallet,
    from: 'md',
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: (row) => formatShares(row.shares),
    sort: (row) => BigInt(row.shares),
    csv: (row) => decimalOfShares(row.shares),
  },
  {
    id: 'cost',
    head: 'USDC',
    numeric: true,
    cell: (row) => formatMoney(row.cost, { unit: false }),
    sort: (row) => BigInt(row.cost.amount),
    csv: (row) => decimalOf(row.cost),
  },
  {
    id: 'state',
    head: 'State',
    cell: (row) => {
      const { label, tone } = subscriptionWords(row);
      return <Badge tone={tone}>{label}</Badge>;
    },
    sort: (row) => subscriptionWords(row).label,
    csv: (row) => subscriptionWords(row).label,
  },
  {
    id: 'when',
    head: 'Begun',
    cell: (row) => <Moment at={row.createdAt} />,
    sort: (row) => row.createdAt,
    csv: (row) => row.createdAt,
    from: 'lg',
  },
];

function Subscriptions({ id, symbol }: { readonly id: string; readonly symbol: string }) {
  const subscriptions = useRoute(listSubscriptions, { params: { id } }, { every: 3_000 });
  return (
    <Card>
      <CardHeader title="Purchases" />
      <QueryView query={subscriptions} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Purchases"
            rows={items}
            columns={columns}
            rowId={(row) => row.id}
            fileName={`freehold-${symbol.toLowerCase()}-purchases`}
            empty={
              <EmptyState icon={Users} title="Nobody has bought yet">
                Purchases appear here as soon as they are signed.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
