'use client';

import { listWallets, makeWalletPrimary, unlinkWallet, type Wallet } from '@freehold/shared/auth';
import { readPortfolio } from '@freehold/shared/portfolio';
import { Plus, WalletMinimal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { Detail } from '#ui/details.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const WalletLinkDialog = dynamic(() =>
  import('#features/wallet/wallet-link-dialog.tsx').then((module) => module.WalletLinkDialog),
);

interface Decision {
  readonly act: 'primary' | 'unlink';
  readonly wallet: Wallet;
}

const columns = (decide: (decision: Decision) => void): DataColumn<Wallet>[] => [
  {
    id: 'address',
    head: 'Address',
    cell: (wallet) => (
      <span className="flex flex-wrap items-center gap-2">
        <Copyable value={wallet.address} what="address" />
        {wallet.primary ? <Badge tone="good">Primary</Badge> : null}
        {wallet.replacedBy === null ? null : <Badge tone="neutral">Lost</Badge>}
      </span>
    ),
    csv: (wallet) => wallet.address,
  },
  {
    id: 'linked',
    head: 'Linked',
    cell: (wallet) => <Moment at={wallet.linkedAt} />,
    sort: (wallet) => wallet.linkedAt,
    csv: (wallet) => wallet.linkedAt,
    from: 'md',
  },
  {
    id: 'acts',
    head: 'Change',
    cell: (wallet) =>
      wallet.replacedBy === null ? (
        <span className="flex flex-wrap gap-2">
          {wallet.primary ? null : (
            <Button tone="secondary" size="small" onClick={() => decide({ act: 'primary', wallet })}>
              Make primary
            </Button>
          )}
          <Button tone="danger" size="small" onClick={() => decide({ act: 'unlink', wallet })}>
            Unlink
          </Button>
        </span>
      ) : (
        <span className="block max-w-60 text-muted text-xs">
          Replaced by {wallet.replacedBy.slice(0, 6)}…{wallet.replacedBy.slice(-4)}. It keeps its history and
          does nothing any more.
        </span>
      ),
  },
];

/** Wallets of the account, all of one identity: each signs in, each holds shares, one is the primary one. */
export function WalletsView() {
  const [linking, setLinking] = useState(false);
  const [decision, setDecision] = useState<Decision>();
  const wallets = useRoute(listWallets, {});
  const link = (
    <Button size="small" onClick={() => setLinking(true)}>
      <Plus aria-hidden /> Link a wallet
    </Button>
  );
  return (
    <Card>
      <CardHeader
        title="Linked wallets"
        description="Each of them signs you in and may hold your shares. New shares go to the primary one unless you name another."
        actions={wallets.data?.items.length ? link : undefined}
      />
      <QueryView query={wallets} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Linked wallets"
            rows={items}
            columns={columns(setDecision)}
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
      {decision ? <WalletDecision decision={decision} onClose={() => setDecision(undefined)} /> : null}
    </Card>
  );
}

interface WalletDecisionProps {
  readonly decision: Decision;
  readonly onClose: () => void;
}

const WORDS = {
  primary: {
    title: 'Make this wallet the primary one',
    afterwards: 'New shares that name no wallet go there. What your other wallets hold stays where it is.',
    confirm: 'Make primary',
    done: 'The primary wallet has changed',
  },
  unlink: {
    title: 'Unlink this wallet',
    afterwards:
      'It cannot sign you in any more and may not receive shares. A wallet that still holds shares stays linked. We mail you about it.',
    confirm: 'Unlink',
    done: 'The wallet was unlinked',
  },
} as const;

function WalletDecision({ decision: { act, wallet }, onClose }: WalletDecisionProps) {
  const words = WORDS[act];
  const options = {
    refreshes: [listWallets, readPortfolio],
    onDone: () => {
      toast.success(words.done);
      onClose();
    },
  };
  const unlink = useAct(unlinkWallet, options);
  const primary = useAct(makeWalletPrimary, options);
  const run = act === 'unlink' ? unlink : primary;
  return (
    <ReviewDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={words.title}
      afterwards={words.afterwards}
      confirmLabel={words.confirm}
      danger={act === 'unlink'}
      busy={run.isPending}
      problem={run.error ? <FailureNotice error={run.error} /> : undefined}
      onConfirm={() => run.mutate({ params: { id: wallet.id } })}
    >
      <Detail label="Wallet">
        <Copyable value={wallet.address} what="address" full />
      </Detail>
    </ReviewDialog>
  );
}
