'use client';

import { listOrders, type MarketOrder } from '@freehold/shared/marketplace';
import { useState } from 'react';
import { formatEther } from 'viem';
import { ChainCancelFigures, ChainCancelSteps } from '#features/marketplace/chain-cancel-steps.tsx';
import { CANCEL_STEPS, NotCancelled, stepsPassed } from '#features/marketplace/chain-cancellation.ts';
import { type ChainCancelCost, useChainCancel } from '#features/marketplace/use-chain-cancel.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReadyWallet } from '#features/wallet/ready-wallet.tsx';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { ApiError } from '#lib/api-error.ts';
import { shortHash } from '#lib/short-hash.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Select } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

interface ChainCancelDialogProps {
  readonly marketId: string;
  /** Orders whose signatures still count: the one to cancel, or all of this market. */
  readonly orders: readonly MarketOrder[];
  /** Everything that a wallet has signed so far, not the order alone. */
  readonly all: boolean;
  readonly onClose: () => void;
}

/** The way out that needs nobody's consent: the contract itself forgets the order. */
export function ChainCancelDialog({ marketId, orders, all, onClose }: ChainCancelDialogProps) {
  // What is cancelled is what the person saw when this opened.
  const [listed] = useState(orders);
  const wallets = [...new Set(listed.map(({ wallet }) => wallet))];
  const [wallet, setWallet] = useState(wallets[0] ?? '');
  const targets = listed.filter((order) => order.wallet === wallet);
  const [first] = targets;
  if (!first) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={all ? 'Cancel all orders on chain' : 'Cancel this order on chain'}
      description={
        <>
          Our book’s own Cancel is free and works at once. This one makes your{' '}
          {all ? 'signatures' : 'signature'} worthless at the contract itself, for good, even if somebody else
          holds {all ? 'them' : 'it'}. Your wallet sends a transaction and pays the network fee.
        </>
      }
    >
      {wallets.length > 1 ? (
        <Field label="Orders signed by" className="mb-4">
          {(control) => (
            <Select {...control} value={wallet} onChange={(event) => setWallet(event.target.value)}>
              {wallets.map((one) => (
                <option key={one} value={one}>
                  {shortHash(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      <WalletProvider>
        <Cancelling
          key={wallet}
          marketId={marketId}
          targets={targets}
          first={first}
          all={all}
          onClose={onClose}
        />
      </WalletProvider>
    </Dialog>
  );
}

interface CancellingProps {
  readonly marketId: string;
  readonly targets: readonly MarketOrder[];
  readonly first: MarketOrder;
  readonly all: boolean;
  readonly onClose: () => void;
}

const LOOK_MS = 1_500;

function Cancelling({ marketId, targets, first, all, onClose }: CancellingProps) {
  const cancel = useChainCancel(first, all);
  const passedBy = (items: readonly MarketOrder[] = []) =>
    stepsPassed(
      cancel.phase,
      targets.map((target) => items.find(({ id }) => id === target.id) ?? target),
    );
  const under = cancel.phase !== 'idle';
  const own = useRoute(
    listOrders,
    { query: { marketId, limit: 100 } },
    { every: (data) => (under && passedBy(data?.items) < CANCEL_STEPS.length ? LOOK_MS : false) },
  );
  const passed = passedBy(own.data?.items);
  const asks = !under && passed === 0;
  return (
    <div className="flex flex-col gap-4">
      <ChainCancelFigures targets={targets} first={first} all={all} fee={cancel.cost?.fee} />
      {asks ? null : <ChainCancelSteps passed={passed} hash={cancel.hash} />}
      <CancelProblem problem={cancel.problem} />
      {asks ? (
        <Asking
          wallet={first.wallet}
          ready={cancel.ready}
          cost={cancel.cost}
          onStart={() => void cancel.start()}
          onClose={onClose}
        />
      ) : (
        <div className="flex justify-end">
          <Button tone="secondary" onClick={onClose}>
            Close
          </Button>
        </div>
      )}
    </div>
  );
}

interface AskingProps {
  readonly wallet: string;
  readonly ready: boolean;
  readonly cost: ChainCancelCost | undefined;
  readonly onStart: () => void;
  readonly onClose: () => void;
}

function Asking({ wallet, ready, cost, onStart, onClose }: AskingProps) {
  const poor = cost !== undefined && cost.held < cost.fee;
  const back = (
    <Button tone="secondary" onClick={onClose}>
      Back
    </Button>
  );
  if (poor) {
    return (
      <>
        <Notice kind="warn" title="This wallet cannot pay the network fee">
          It holds {formatEther(cost.held)} of the network’s coin. Send it some, then try again; or cancel in
          our book, which is free.
        </Notice>
        <div className="flex sm:justify-end">{back}</div>
      </>
    );
  }
  return (
    <ReadyWallet wallet={wallet}>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        {back}
        <Button tone="danger" disabled={!ready} onClick={onStart}>
          Cancel on chain
        </Button>
      </div>
    </ReadyWallet>
  );
}

function CancelProblem({ problem }: { readonly problem: unknown }) {
  if (problem === undefined) return null;
  if (problem instanceof ApiError) return <FailureNotice error={problem} />;
  if (problem instanceof NotCancelled) return <Notice kind="warn" title={problem.message} />;
  const { kind, sentence } = walletProblemOf(problem);
  return <Notice kind={kind === 'failed' ? 'bad' : 'info'} title={sentence} />;
}
