'use client';

import { linkWallet, listWallets } from '@freehold/shared/auth';
import { readPortfolio } from '@freehold/shared/portfolio';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { WalletSignature } from '#features/wallet/wallet-signature.tsx';
import { call } from '#lib/api.ts';
import { refresh } from '#lib/use-act.ts';
import { Dialog } from '#ui/dialog.tsx';

/** Links a wallet to the account that is signed in, proved by one signed message. */
export function WalletLinkDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Link a wallet"
      description="Shares live in your wallet and dividends arrive there. We never hold its keys."
    >
      <WalletProvider>
        <WalletSignature
          statement="Link this wallet to my Freehold account."
          signLabel="Link this wallet"
          purpose="Your signature proves that this wallet is yours and ties it to your account."
          onSigned={async (proof) => {
            await call(linkWallet, { body: proof });
            await refresh(client, [listWallets, readPortfolio]);
            toast.success('Wallet linked');
            onClose();
          }}
        />
      </WalletProvider>
    </Dialog>
  );
}
