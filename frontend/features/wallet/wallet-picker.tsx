'use client';

import { WalletMinimal } from 'lucide-react';
import { type Connector, useConnect, useConnectors } from 'wagmi';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { Notice } from '#ui/notice.tsx';

/** The wallets of this browser by name and icon. Connecting shows us an address and nothing more. */
export function WalletPicker() {
  const connectors = useConnectors();
  const connect = useConnect();
  const problem = connect.error ? walletProblemOf(connect.error) : undefined;
  if (connectors.length === 0) {
    return (
      <Notice kind="info" title="No wallet found in this browser">
        <p>
          Install a browser wallet such as MetaMask or Rabby, create or restore your account there, then
          reload this page. On a phone, open this page in the browser inside your wallet app.
        </p>
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      {connectors.map((connector) => (
        <WalletButton
          key={connector.uid}
          connector={connector}
          busy={connect.isPending && connect.variables?.connector === connector}
          disabled={connect.isPending}
          onPick={() => connect.mutate({ connector })}
        />
      ))}
      {problem ? (
        <Notice kind={problem.kind === 'failed' ? 'bad' : 'info'} title={problem.sentence} />
      ) : (
        <p className="text-muted text-xs">
          Connecting shows this site your address and public balances. It cannot move anything, and you are
          not signed in yet.
        </p>
      )}
    </div>
  );
}

interface WalletButtonProps {
  readonly connector: Connector;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onPick: () => void;
}

function WalletButton({ connector, busy, disabled, onPick }: WalletButtonProps) {
  return (
    <button
      type="button"
      onClick={onPick}
      disabled={disabled}
      aria-busy={busy}
      className="flex min-h-13 w-full items-center gap-3 rounded-xl border border-line-strong/50 bg-surface px-4 text-left hover:bg-sunken disabled:opacity-60"
    >
      {connector.icon?.trim().startsWith('data:image/') ? (
        // biome-ignore lint/performance/noImgElement: a data URI from the wallet needs no optimizer
        <img src={connector.icon.trim()} alt="" className="size-7 rounded-md" />
      ) : (
        <WalletMinimal className="size-6 text-muted" aria-hidden />
      )}
      <span className="flex-1 font-medium">{connector.name}</span>
      {busy ? <span className="text-muted text-sm">Answer in your wallet…</span> : null}
    </button>
  );
}
