'use client';

import { type Session, walletSignIn } from '@freehold/shared/auth';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { WalletSignature } from '#features/wallet/wallet-signature.tsx';
import { call } from '#lib/api.ts';
import { Dialog } from '#ui/dialog.tsx';

interface WalletSignInDialogProps {
  readonly onClose: () => void;
  readonly onEntered: (session: Session) => void;
}

/** Sign-In with Ethereum for people whose wallet is already linked to an account. */
export function WalletSignInDialog({ onClose, onEntered }: WalletSignInDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Sign in with a wallet"
      description="Works once a wallet is linked to your account. Linking is done after signing in by e-mail."
    >
      <WalletProvider>
        <WalletSignature
          statement="Sign in to Freehold."
          signLabel="Sign in"
          purpose="Your signature proves that this wallet is yours."
          onSigned={async (proof) => onEntered(await call(walletSignIn, { body: proof }))}
        />
      </WalletProvider>
    </Dialog>
  );
}
