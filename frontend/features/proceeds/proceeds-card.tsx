'use client';

import { type Proceeds, type ProceedsPayout, readProceeds } from '@freehold/shared/proceeds';
import { Landmark } from 'lucide-react';
import { useState } from 'react';
import { DecidePayout } from '#features/proceeds/decide-payout.tsx';
import { payoutWords } from '#features/proceeds/proceeds-words.ts';
import { ProposePayoutDialog } from '#features/proceeds/propose-payout-dialog.tsx';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';

/** What the sale earned, what of it reached the issuer, and what is under way. */
export function ProceedsCard({ offeringId }: { readonly offeringId: string }) {
  const proceeds = useRoute(readProceeds, { params: { id: offeringId } }, { every: 3_000 });
  return (
    <Card>
      <QueryView query={proceeds} className="p-5">
        {(data) => <Content proceeds={data} />}
      </QueryView>
    </Card>
  );
}

function Content({ proceeds }: { readonly proceeds: Proceeds }) {
  const [open, setOpen] = useState(false);
  const { may } = useSession();
  const payable = BigInt(proceeds.available.amount) > 0n && proceeds.address !== null;
  return (
    <>
      <CardHeader
        title="Proceeds"
        actions={
          payable && may('proceeds.pay') ? (
            <Button onClick={() => setOpen(true)}>Pay the issuer</Button>
          ) : undefined
        }
      />
      <CardBody>
        {proceeds.address === null ? (
          <Notice kind="waiting" title="Waits for the manager to register a wallet" className="mb-4">
            The money stays in the treasury until there is an address to send it to.
          </Notice>
        ) : null}
        <Details className="text-sm">
          <Detail label="Gross proceeds">{formatMoney(proceeds.gross)}</Detail>
          <Detail label="Paid to the issuer">{formatMoney(proceeds.paidOut)}</Detail>
          <Detail label="Proposed or on its way">{formatMoney(proceeds.underWay)}</Detail>
          <Detail label="Left to pay out" strong>
            {formatMoney(proceeds.available)}
          </Detail>
          {proceeds.address ? (
            <Detail label="Goes to">
              <Copyable value={proceeds.address.address} what="wallet for proceeds" />
            </Detail>
          ) : null}
        </Details>
        {proceeds.payouts.length === 0 ? (
          <EmptyState icon={Landmark} title="Nothing paid out yet">
            One administrator proposes a payout, another confirms it.
          </EmptyState>
        ) : (
          <ul className="mt-6 flex flex-col gap-4">
            {proceeds.payouts.map((payout) => (
              <Payout key={payout.id} payout={payout} />
            ))}
          </ul>
        )}
      </CardBody>
      {open ? <ProposePayoutDialog proceeds={proceeds} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Payout({ payout }: { readonly payout: ProceedsPayout }) {
  const { label, tone, waitsFor } = payoutWords[payout.state];
  const waits = payout.problem ?? waitsFor;
  return (
    <li className="rounded-lg border border-line p-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium tabular-nums">{formatMoney(payout.amount)}</span>
        <Badge tone={payout.problem === null ? tone : 'bad'}>{label}</Badge>
      </div>
      <Details className="mt-2">
        <Detail label="To">
          <Copyable value={payout.address} what="address of the payout" />
        </Detail>
        <Detail label="Proposed by">
          {payout.proposedBy.name}, <Moment at={payout.createdAt} />
        </Detail>
        {payout.decidedBy ? <Detail label="Decided by">{payout.decidedBy.name}</Detail> : null}
        {payout.decisionReason ? <Detail label="Why">{payout.decisionReason}</Detail> : null}
        {payout.txHash ? (
          <Detail label="Transaction">
            <Copyable value={payout.txHash} what="transaction of the payout" />
          </Detail>
        ) : null}
      </Details>
      {waits ? <p className="mt-2 text-muted">{waits}</p> : null}
      <DecidePayout payout={payout} />
    </li>
  );
}
