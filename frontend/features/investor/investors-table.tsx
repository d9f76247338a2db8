'use client';

import { type Investor, listInvestors } from '@freehold/shared/token';
import { UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { VerifyInvestorDialog } from '#features/investor/verify-investor-dialog.tsx';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { verificationWords } from '#features/token/chain-state.ts';
import { formatDay } from '#lib/date-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

const columns: readonly DataColumn<Investor>[] = [
  {
    id: 'investor',
    head: 'Investor',
    cell: (investor) => (
      <>
        <span className="block font-medium">{investor.name}</span>
        <span className="block text-muted text-xs">{investor.email}</span>
      </>
    ),
    sort: (investor) => investor.name,
    csv: (investor) => `${investor.name} <${investor.email}>`,
  },
  {
    id: 'wallets',
    head: 'Wallets',
    cell: (investor) =>
      investor.wallets.length === 0 ? (
        <span className="text-muted">none linked</span>
      ) : (
        investor.wallets.map((wallet) => (
          <span key={wallet} className="block">
            <Copyable value={wallet} what="wallet address" />
          </span>
        ))
      ),
    csv: (investor) => investor.wallets.join(' '),
    from: 'sm',
  },
  {
    id: 'state',
    head: 'Verification',
    cell: ({ verification }) => (
      <>
        <Badge tone={verificationWords[verification.state].tone}>
          {verificationWords[verification.state].label}
        </Badge>
        {verification.validUntil && verification.state === 'VERIFIED' ? (
          <span className="mt-1 block text-muted text-xs">until {formatDay(verification.validUntil)}</span>
        ) : null}
      </>
    ),
    sort: ({ verification }) => verificationWords[verification.state].label,
    csv: ({ verification }) => verificationWords[verification.state].label,
  },
  {
    id: 'since',
    head: 'Account since',
    cell: (investor) => <Moment at={investor.createdAt} />,
    sort: (investor) => investor.createdAt,
    csv: (investor) => investor.createdAt,
    from: 'lg',
  },
];

const isPending = (investor: Investor): boolean => investor.verification.state === 'PENDING';

/** The verification column with the decision beside each state. */
function stateWithDecision(
  column: DataColumn<Investor>,
  onVerify: (investor: Investor) => void,
): DataColumn<Investor> {
  return {
    ...column,
    cell: (investor) => (
      <span className="flex flex-wrap items-center justify-between gap-2">
        <span>{column.cell(investor)}</span>
        <VerifyCell investor={investor} onVerify={() => onVerify(investor)} />
      </span>
    ),
  };
}

export function InvestorsTable() {
  const [verifying, setVerifying] = useState<Investor>();
  const { may } = useSession();
  const investors = useRoute(
    listInvestors,
    {},
    { every: (data) => (data?.items.some(isPending) ? 2_000 : 20_000) },
  );
  const shown = may('investor.verify')
    ? columns.map((column) => (column.id === 'state' ? stateWithDecision(column, setVerifying) : column))
    : columns;
  return (
    <Card>
      <CardHeader title="Investors" />
      <QueryView query={investors} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Investors"
            rows={items}
            columns={shown}
            rowId={(investor) => investor.id}
            fileName="freehold-investors"
            empty={
              <EmptyState icon={UserRoundCheck} title="No investors yet">
                People open an investor account on the sign-up page, link a wallet, and then appear here to be
                verified.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {verifying ? (
        <VerifyInvestorDialog investor={verifying} onClose={() => setVerifying(undefined)} />
      ) : null}
    </Card>
  );
}

function VerifyCell({ investor, onVerify }: { readonly investor: Investor; readonly onVerify: () => void }) {
  if (investor.verification.state === 'PENDING')
    return <span className="text-muted text-xs">Waits for the chain</span>;
  if (investor.wallets.length === 0) return <span className="text-muted text-xs">Waits for a wallet</span>;
  return (
    <Button tone="secondary" size="small" onClick={onVerify}>
      {investor.verification.state === 'VERIFIED' ? 'Renew' : 'Verify'}
      <span className="sr-only"> {investor.name}</span>
    </Button>
  );
}
