'use client';

import type { Property } from '@freehold/shared/property';
import { type Allocation, listAllocations } from '@freehold/shared/token';
import { Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { AllocateDialog } from '#features/token/allocate-dialog.tsx';
import { allocationWords } from '#features/token/chain-state.ts';
import { decimalOfShares, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Shares } from '#ui/shares.tsx';

const columns: readonly DataColumn<Allocation>[] = [
  {
    id: 'investor',
    head: 'Investor',
    cell: (allocation) => (
      <>
        <span className="block font-medium">{allocation.investor?.name ?? 'Wallet'}</span>
        <Copyable value={allocation.wallet} what="wallet address" />
      </>
    ),
    sort: (allocation) => allocation.investor?.name ?? allocation.wallet,
    csv: (allocation) => `${allocation.investor?.name ?? ''} ${allocation.wallet}`.trim(),
  },
  {
    id: 'state',
    head: 'State',
    cell: (allocation) => (
      <>
        <Badge tone={allocationWords[allocation.state].tone}>{allocationWords[allocation.state].label}</Badge>
        {allocation.error ? (
          <span className="mt-1 block max-w-60 text-bad text-xs">{allocation.error}</span>
        ) : null}
      </>
    ),
    sort: (allocation) => allocationWords[allocation.state].label,
    csv: (allocation) => allocationWords[allocation.state].label,
  },
  {
    id: 'tx',
    head: 'Transaction',
    cell: (allocation) =>
      allocation.txHash ? <Copyable value={allocation.txHash} what="transaction hash" /> : '—',
    csv: (allocation) => allocation.txHash,
    from: 'lg',
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: (allocation) => <Shares value={allocation.shares} />,
    sort: (allocation) => BigInt(allocation.shares),
    csv: (allocation) => decimalOfShares(allocation.shares),
  },
];

interface AllocationsSectionProps {
  readonly propertyId: string;
  readonly token: NonNullable<Property['token']>;
}

const isOpen = (allocation: Allocation): boolean =>
  allocation.state !== 'FINAL' && allocation.state !== 'FAILED';

/** Issued shares and how each issue stands. Only for those who may issue. */
export function AllocationsSection({ propertyId, token }: AllocationsSectionProps) {
  const { may } = useSession();
  return may('token.allocate') ? <Allocations propertyId={propertyId} token={token} /> : null;
}

function Allocations({ propertyId, token }: AllocationsSectionProps) {
  const [adding, setAdding] = useState(false);
  const allocations = useRoute(
    listAllocations,
    { params: { id: propertyId } },
    { every: (data) => (data?.items.some(isOpen) ? 2_000 : 15_000) },
  );
  return (
    <Card>
      <CardHeader
        title="Issued shares"
        description={`At most ${formatShares(token.maxSupply)} ${token.symbol} can ever exist.`}
        actions={
          <Button size="small" onClick={() => setAdding(true)}>
            <Plus aria-hidden /> Issue shares
          </Button>
        }
      />
      <QueryView query={allocations} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Issued shares"
            rows={items}
            columns={columns}
            rowId={(allocation) => allocation.id}
            fileName={`freehold-allocations-${token.symbol}`}
            pageSize={10}
            empty={
              <EmptyState icon={Send} title="No shares issued yet">
                Choose verified investors and how many shares each receives. The shares go straight to their
                wallets.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {adding ? (
        <AllocateDialog propertyId={propertyId} symbol={token.symbol} onClose={() => setAdding(false)} />
      ) : null}
    </Card>
  );
}
