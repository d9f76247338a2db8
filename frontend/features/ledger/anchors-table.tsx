'use client';

import { type Anchor, createAnchor, listAnchors } from '@freehold/shared/ledger';
import { Anchor as AnchorIcon } from 'lucide-react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { allocationWords as anchorWords } from '#features/token/chain-state.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

const columns: readonly DataColumn<Anchor>[] = [
  {
    id: 'sequence',
    head: 'Anchor',
    cell: (anchor) => <span className="figures font-medium">#{anchor.sequence}</span>,
    sort: (anchor) => BigInt(anchor.sequence),
    csv: (anchor) => anchor.sequence,
  },
  {
    id: 'state',
    head: 'State',
    cell: (anchor) => (
      <Badge tone={anchorWords[anchor.state].tone}>
        {anchor.state === 'FINAL' ? 'Final' : anchorWords[anchor.state].label}
      </Badge>
    ),
    sort: (anchor) => anchor.state,
    csv: (anchor) => anchor.state,
  },
  {
    id: 'root',
    head: 'Root',
    cell: (anchor) => <Copyable value={anchor.root} what="root" />,
    csv: (anchor) => anchor.root,
    from: 'sm',
  },
  {
    id: 'tx',
    head: 'Transaction',
    cell: (anchor) => (anchor.txHash ? <Copyable value={anchor.txHash} what="transaction hash" /> : '—'),
    csv: (anchor) => anchor.txHash,
    from: 'md',
  },
  {
    id: 'at',
    head: 'Made',
    cell: (anchor) => <Moment at={anchor.createdAt} />,
    sort: (anchor) => anchor.createdAt,
    csv: (anchor) => anchor.createdAt,
    from: 'lg',
  },
  {
    id: 'size',
    head: 'Entries covered',
    numeric: true,
    cell: (anchor) => BigInt(anchor.size).toLocaleString('en-US'),
    sort: (anchor) => BigInt(anchor.size),
    csv: (anchor) => anchor.size,
  },
];

/** Roots put on the chain so far. */
export function AnchorsTable() {
  const anchors = useRoute(listAnchors, { query: { limit: 100 } }, { every: 5_000 });
  const { may } = useSession();
  const act = useAct(createAnchor, {
    refreshes: [listAnchors],
    onDone: ({ anchor }) => {
      if (anchor) toast.success(`Anchor #${anchor.sequence} is on its way`);
      else toast.info('Everything posted so far is anchored already');
    },
  });
  return (
    <Card>
      <CardHeader
        title="Roots on the chain"
        description="Each covers every sealed entry before it. The newest 100."
        actions={
          may('ledger.anchor') ? (
            <Button size="small" tone="secondary" busy={act.isPending} onClick={() => act.mutate({})}>
              <AnchorIcon aria-hidden /> Anchor now
            </Button>
          ) : undefined
        }
      />
      {act.error ? <FailureNotice error={act.error} className="mx-5 mb-4" /> : null}
      <QueryView query={anchors} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Anchors"
            rows={items}
            columns={columns}
            rowId={(anchor) => anchor.sequence}
            fileName="freehold-anchors"
            empty={
              <EmptyState icon={AnchorIcon} title="Nothing anchored yet">
                From time to time the root of the whole ledger is written to the chain. From then on no entry
                under it can be changed unseen.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}
