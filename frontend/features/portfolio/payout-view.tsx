'use client';

import { type Payout, readPayout, readPayoutReceipt } from '@freehold/shared/dividend';
import { payoutWords } from '#features/dividend/dividend-state.ts';
import { ReceiptProof } from '#features/receipt/receipt-proof.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Amount } from '#ui/amount.tsx';
import { Badge } from '#ui/badge.tsx';
import { Card } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Shares } from '#ui/shares.tsx';

const FINISHED: ReadonlySet<Payout['state']> = new Set(['FINAL', 'CLAIMABLE', 'HELD']);

/** One payout: what, for which month, to which wallet, and its proof. */
export function PayoutView({ id }: { readonly id: string }) {
  const payout = useRoute(
    readPayout,
    { params: { id } },
    { every: (data) => (data && FINISHED.has(data.state) ? false : 2_000) },
  );
  return (
    <QueryView query={payout}>
      {(data) => (
        <>
          <PageHeader
            back={{ href: '/portfolio', label: 'Portfolio' }}
            title={`${data.propertyName}, ${formatPeriod(data.period)}`}
            status={<Badge tone={payoutWords[data.state].tone}>{payoutWords[data.state].label}</Badge>}
          />
          <div className="grid gap-6 lg:grid-cols-2 lg:items-start">
            <PayoutCard payout={data} />
            <PayoutProof payout={data} />
          </div>
        </>
      )}
    </QueryView>
  );
}

function PayoutCard({ payout }: { readonly payout: Payout }) {
  const waits = payoutWords[payout.state].waitsFor;
  return (
    <Card className="p-6">
      <p className="text-muted text-sm">Your part of the rent</p>
      <p className="figures mt-1 mb-4 font-semibold text-4xl tracking-tight">
        <Amount money={payout.amount} />
      </p>
      {waits ? <Notice kind="waiting" title={payout.reason ?? waits} className="mb-4" /> : null}
      <Details>
        <Detail label="Rent of">{formatPeriod(payout.period)}</Detail>
        <Detail label="Shares at the record date">
          <Shares value={payout.shares} />
        </Detail>
        <Detail label="To wallet">
          <Copyable value={payout.wallet} what="wallet address" />
        </Detail>
        <Detail label="Paid">{payout.paidAt ? <Moment at={payout.paidAt} /> : '—'}</Detail>
        <Detail label="Transaction">
          {payout.txHash ? <Copyable value={payout.txHash} what="transaction hash" /> : '—'}
        </Detail>
      </Details>
    </Card>
  );
}

function PayoutProof({ payout }: { readonly payout: Payout }) {
  const recorded = payout.state === 'FINAL';
  const receipt = useRoute(
    readPayoutReceipt,
    { params: { id: payout.id } },
    { enabled: recorded, every: (data) => (data?.state === 'ANCHORED' ? false : 3_000) },
  );
  if (!recorded) {
    return (
      <Notice kind="waiting" title="The receipt follows">
        It is written once the payout is final on the chain.
      </Notice>
    );
  }
  return (
    <QueryView query={receipt}>
      {(data) => (
        <div className="flex flex-col gap-4">
          <ReceiptProof state={data} fileName={`freehold-payout-${payout.period}`} />
          <p className="text-muted text-sm">Journal entry #{data.entryId}</p>
        </div>
      )}
    </QueryView>
  );
}
