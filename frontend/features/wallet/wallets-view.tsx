'use client';

import { listWallets, type Wallet } from '@freehold/shared/auth';
import { Plus, WalletMinimal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

const WalletLinkDialog = dynamic(() =>
  import('#features/wallet/wallet-link-dialog.tsx').then((module) => module.WalletLinkDialog),
);

const columns: readonly DataColumn<Wallet>[] = [
  {
    id: 'address',
    head: 'Address',
    cell: (wallet) => <Copyable value={wallet.address} what="address" full />,
    csv: (wallet) => wallet.address,
  },
  {
    id: 'linked',
    head: 'Linked',
    cell: (wallet) => <Moment at={wallet.linkedAt} />,
    sort: (wallet) => wallet.linkedAt,
    csv: (wallet) => wallet.linkedAt,
    from: 'sm',
  },
];

/** Wallets of the account. Linking takes one signature. */
export function WalletsView() {
  const [linking, setLinking] = useState(false);
  const wallets = useRoute(listWallets, {});
  const link = (
    <Button onClick={() => setLinking(true)}>
      <Plus aria-hidden /> Link a wallet
    </Button>
  );
  return (
    <Card>
      <CardHeader title="Linked wallets" actions={wallets.data?.items.length ? link : undefined} />
      <QueryView query={wallets} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Linked wallets"
            rows={items}
            columns={columns}
            rowId={(wallet) => wallet.id}
            fileName="freehold-wallets"
            empty={
              <EmptyState icon={WalletMinimal} title="No wallet linked yet" action={link}>
                Your shares are held by a wallet of your own, not by us. Link it by signing one message; that
                moves nothing and costs nothing.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {linking ? <WalletLinkDialog onClose={() => setLinking(false)} /> : null}
    </Card>
  );
}
