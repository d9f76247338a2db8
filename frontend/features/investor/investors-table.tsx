'use client';

import { type Investor, listInvestors } from '@freehold/shared/token';
import { UserRoundCheck } from 'lucide-react';
import Link from 'next/link';
import { QueryView } from '#features/shell/query-view.tsx';
import { verificationWords } from '#features/token/chain-state.ts';
import { formatDay } from '#lib/date-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
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
      <Link href={`/admin/kyc/${investor.id}`} className="group block">
        <span className="block font-medium underline decoration-line-strong underline-offset-4 group-hover:decoration-brand">
          {investor.name}
        </span>
        <span className="block text-muted text-xs">{investor.email}</span>
      </Link>
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

export function InvestorsTable() {
  const investors = useRoute(
    listInvestors,
    {},
    { every: (data) => (data?.items.some(isPending) ? 2_000 : 20_000) },
  );
  return (
    <Card>
      <CardHeader title="Investors" />
      <QueryView query={investors} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Investors"
            rows={items}
            columns={columns}
            rowId={(investor) => investor.id}
            fileName="freehold-investors"
            empty={
              <EmptyState icon={UserRoundCheck} title="No investors yet">
                People open an investor account on the sign-up page, link a wallet and confirm their identity.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
