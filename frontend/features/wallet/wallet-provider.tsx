'use client';

import { readConfig } from '@freehold/shared/config';
import { type ReactNode, useMemo } from 'react';
import { WagmiProvider } from 'wagmi';
import { QueryView } from '#features/shell/query-view.tsx';
import { walletConfigOf } from '#features/wallet/wallet-config.ts';
import { useRoute } from '#lib/use-route.ts';

/**
 * Gives its children access to the wallets of this browser, once the chain is known. A wallet is connected only when
 * its owner says so here, even where it was connected before.
 */
export function WalletProvider({ children }: { readonly children: ReactNode }) {
  const config = useRoute(readConfig, {});
  const data = config.data;
  const wallets = useMemo(() => (data ? walletConfigOf(data) : undefined), [data]);
  return (
    <QueryView query={config}>
      {() =>
        wallets ? (
          <WagmiProvider config={wallets} reconnectOnMount={false}>
            {children}
          </WagmiProvider>
        ) : null
      }
    </QueryView>
  );
}
