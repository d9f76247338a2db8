'use client';

import { stepUp } from '@freehold/shared/second-factor';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { WalletSignature } from '#features/wallet/wallet-signature.tsx';
import { call } from '#lib/api.ts';

/** A signature of a wallet of this account as proof of who is acting. */
export function StepUpWallet({ onProved }: { readonly onProved: () => void }) {
  return (
    <WalletProvider>
      <WalletSignature
        statement="Confirm that it is me, at Freehold."
        signLabel="Confirm"
        purpose="Your signature proves that it is you. Use a wallet that is linked to this account."
        onSigned={async (proof) => {
          await call(stepUp, { body: proof });
          onProved();
        }}
      />
    </WalletProvider>
  );
}
