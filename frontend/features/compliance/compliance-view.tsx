'use client';

import { type ComplianceAct, listComplianceActs, listFrozen } from '@freehold/shared/compliance';
import type { ResponseOf } from '@freehold/shared/route';
import { ShieldCheck, Snowflake } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { actStateWords, actWords } from '#features/compliance/compliance-words.ts';
import { ProposeActDialog } from '#features/compliance/propose-act-dialog.tsx';
import { useSession } from '#features/session/use-session.ts';
import { MoreButton } from '#features/shell/more-button.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { call } from '#lib/api.ts';
import { decimalOfShares, formatShares } from '#lib/money-format.ts';
import { useMorePages } from '#lib/use-more-pages.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

type Frozen = ResponseOf<typeof listFrozen>['items'][number];

const actColumns: readonly DataColumn<ComplianceAct>[] = [
  {
    id: 'what',
    head: 'What',
    cell: (act) => (
      <>
        <Link
          href={`/admin/compliance/${act.id}`}
          className="block font-medium text-brand underline-offset-4 hover:underline"
        >
          {actWords[act.kind]}
        </Link>
        <span className="block max-w-72 text-muted text-xs">{act.reason}</span>
      </>
    ),
    sort: (act) => actWords[act.kind],
    csv: (act) => `${actWords[act.kind]}: ${act.reason}`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (act) => (
      <>
        <Badge tone={actStateWords[act.state].tone}>{actStateWords[act.state].label}</Badge>
        {actStateWords[act.state].waitsFor ? (
          <span className="mt-1 block text-muted text-xs">{actStateWords[act.state].waitsFor}</span>
        ) : null}
      </>
    ),
    sort: (act) => actStateWords[act.state].label,
    csv: (act) => actStateWords[act.state].label,
  },
  {
    id: 'wallet',
    head: 'Wallet',
    cell: (act) => (
      <>
        <span className="block">{act.owner?.name ?? 'Not linked to an account'}</span>
        <Copyable value={act.wallet} what="wallet address" />
      </>
    ),
    csv: (act) => act.wallet,
    from: 'md',
  },
  {
    id: 'by',
    head: 'Proposed, decided',
    cell: (act) => `${act.proposedBy.name}${act.decidedBy ? `, ${act.decidedBy.name}` : ''}`,
    csv: (act) => `${act.proposedBy.name} ${act.decidedBy?.name ?? ''}`.trim(),
    from: 'lg',
  },
  {
    id: 'at',
    head: 'When',
    cell: (act) => <Moment at={act.createdAt} />,
    sort: (act) => act.createdAt,
    csv: (act) => act.createdAt,
    from: 'sm',
  },
];

const frozenColumns: readonly DataColumn<Frozen>[] = [
  {
    id: 'wallet',
    head: 'Wallet',
    cell: (row) => (
      <>
        <span className="block font-medium">{row.owner?.name ?? 'Not linked to an account'}</span>
        <Copyable value={row.wallet} what="wallet address" />
      </>
    ),
    csv: (row) => `${row.owner?.name ?? ''} ${row.wallet}`.trim(),
  },
  {
    id: 'property',
    head: 'Property',
    cell: (row) => `${row.propertyName} (${row.symbol})`,
    sort: (row) => row.propertyName,
    csv: (row) => row.propertyName,
  },
  {
    id: 'shares',
    head: 'Frozen',
    numeric: true,
    cell: (row) => (row.frozen ? 'the whole wallet' : `${formatShares(row.frozenShares)} shares`),
    csv: (row) => (row.frozen ? 'all' : decimalOfShares(row.frozenShares)),
  },
];

const PAGE = 50;

/** What is frozen, what was done and what waits for a second administrator. */
export function ComplianceView() {
  const { may } = useSession();
  const [acting, setActing] = useState(false);
  const acts = useMorePages(
    [listComplianceActs.path],
    (cursor, signal) => call(listComplianceActs, { query: { limit: PAGE, cursor } }, { signal }),
    { every: 5_000 },
  );
  const frozen = useRoute(listFrozen, {}, { every: 10_000 });
  return (
    <div className="flex flex-col gap-6">
      <Card>
        <CardHeader
          title="Acts"
          description="Freezing takes effect at once. Taking shares and replacing a wallet wait for a second administrator."
          actions={
            may('compliance.act') ? (
              <Button size="small" onClick={() => setActing(true)}>
                New act
              </Button>
            ) : null
          }
        />
        <QueryView query={acts} className="px-5 pb-5">
          {(items) => (
            <DataTable
              caption="Acts"
              rows={items}
              columns={actColumns}
              rowId={(act) => act.id}
              fileName="freehold-compliance-acts"
              empty={
                <EmptyState icon={ShieldCheck} title="Nothing was done yet">
                  Freezes, forced transfers and recoveries stand here with who proposed and who confirmed
                  them.
                </EmptyState>
              }
            />
          )}
        </QueryView>
        <MoreButton pages={acts} what="older acts" />
      </Card>
      <Card>
        <CardHeader title="Frozen now" description="As the chain says." />
        <QueryView query={frozen} className="px-5 pb-5">
          {({ items }) => (
            <DataTable
              caption="Frozen now"
              rows={items}
              columns={frozenColumns}
              rowId={(row) => `${row.propertyId}-${row.wallet}`}
              fileName="freehold-frozen"
              empty={
                <EmptyState icon={Snowflake} title="Nothing is frozen">
                  Wallets and parts of holdings that cannot be moved appear here.
                </EmptyState>
              }
            />
          )}
        </QueryView>
      </Card>
      {acting ? <ProposeActDialog onClose={() => setActing(false)} /> : null}
    </div>
  );
}
