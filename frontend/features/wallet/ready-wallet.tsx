'use client';

import { readConfig } from '@freehold/shared/config';
import type { ReactNode } from 'react';
import { useConnection, useDisconnect, useSwitchChain } from 'wagmi';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { WalletPicker } from '#features/wallet/wallet-picker.tsx';
import { shortHash } from '#lib/short-hash.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';

interface ReadyWalletProps {
  /** The account that must act. */
  readonly wallet: string;
  readonly children: ReactNode;
}

/**
 * Shows its children once the browser's wallet is connected, on the right account and the right network; until then
 * the one thing that is missing, with one button.
 */
export function ReadyWallet({ wallet, children }: ReadyWalletProps) {
  const connection = useConnection();
  const disconnect = useDisconnect();
  const config = useRoute(readConfig, {});
  if (connection.status !== 'connected') {
    return (
      <div className="flex flex-col gap-2">
        <p className="font-medium text-sm">Connect the wallet that pays</p>
        <WalletPicker />
      </div>
    );
  }
  if (connection.address.toLowerCase() !== wallet.toLowerCase()) {
    return (
      <Notice
        kind="warn"
        title="Your wallet shows another account"
        actions={
          <Button tone="secondary" onClick={() => disconnect.mutate({})}>
            Use another wallet
          </Button>
        }
      >
        It shows {shortHash(connection.address)}. Choose {shortHash(wallet)} in your wallet; this page
        notices.
      </Notice>
    );
  }
  const { data } = config;
  if (data && connection.chainId !== data.chainId) {
    return <WrongNetwork chainId={data.chainId} name={data.chainName} />;
  }
  return <>{children}</>;
}

function WrongNetwork({ chainId, name }: { readonly chainId: number; readonly name: string }) {
  const change = useSwitchChain();
  const problem = change.error ? walletProblemOf(change.error) : undefined;
  return (
    <>
      <Notice
        kind="warn"
        title="Your wallet is on another network"
        actions={
          <Button onClick={() => change.mutate({ chainId })} busy={change.isPending}>
            {`Switch to ${name}`}
          </Button>
        }
      >
        Looking around works on any network; paying needs {name}.
      </Notice>
      {problem ? <Notice kind={problem.kind === 'failed' ? 'bad' : 'info'} title={problem.sentence} /> : null}
    </>
  );
}
