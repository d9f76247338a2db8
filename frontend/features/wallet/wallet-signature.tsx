'use client';

import { createNonce } from '@freehold/shared/auth';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { useConnection, useDisconnect, useSignMessage } from 'wagmi';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { siweMessageOf } from '#features/wallet/siwe-message.ts';
import { walletProblemOf } from '#features/wallet/wallet-errors.ts';
import { WalletPicker } from '#features/wallet/wallet-picker.tsx';
import { call } from '#lib/api.ts';
import { ApiError } from '#lib/api-error.ts';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Notice } from '#ui/notice.tsx';
import { type Step, type StepState, Steps } from '#ui/steps.tsx';

interface WalletSignatureProps {
  /** The sentence inside the signed message. */
  readonly statement: string;
  readonly signLabel: string;
  /** What the signature is for, said before the wallet opens. */
  readonly purpose: string;
  readonly onSigned: (proof: { readonly message: string; readonly signature: string }) => Promise<void>;
}

type Phase = 'idle' | 'signing' | 'sending';

/** Two visibly different steps: connect a wallet, then sign one message with it. */
export function WalletSignature({ statement, signLabel, purpose, onSigned }: WalletSignatureProps) {
  const connection = useConnection();
  const disconnect = useDisconnect();
  const signMessage = useSignMessage();
  const [phase, setPhase] = useState<Phase>('idle');
  const [failure, setFailure] = useState<unknown>();
  const address = connection.status === 'connected' ? connection.address : undefined;

  const sign = async () => {
    if (!address) return;
    setFailure(undefined);
    try {
      setPhase('signing');
      const nonce = await call(createNonce, {});
      const message = siweMessageOf(nonce, address, statement);
      const signature = await signMessage.mutateAsync({ message, account: address });
      setPhase('sending');
      await onSigned({ message, signature });
    } catch (error) {
      setFailure(error);
    } finally {
      setPhase('idle');
    }
  };

  const signState: StepState = !address ? 'waiting' : phase === 'idle' ? 'waiting' : 'running';
  const steps: Step[] = [
    {
      id: 'connect',
      title: '1. Connect',
      state: address ? 'passed' : connection.status === 'connecting' ? 'running' : 'waiting',
      detail: address ? (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>{connection.connector?.name}</span>
          <Copyable value={address} what="address" />
          <Button tone="link" onClick={() => disconnect.mutate({})}>
            Use another wallet
          </Button>
        </span>
      ) : (
        <div className="pt-2">
          <WalletPicker />
        </div>
      ),
    },
    {
      id: 'sign',
      title: '2. Sign a message',
      state: signState,
      detail: address ? (
        <div className="flex flex-col items-start gap-3 pt-1">
          <p>{purpose} It costs no gas and moves nothing.</p>
          <SignatureFailure failure={failure} />
          <Button onClick={() => void sign()} busy={phase !== 'idle'}>
            {phase === 'idle' ? <PenLine aria-hidden /> : null}
            {phase === 'signing'
              ? 'Check your wallet…'
              : phase === 'sending'
                ? 'Checking the signature…'
                : signLabel}
          </Button>
        </div>
      ) : null,
    },
  ];
  return <Steps steps={steps} label="Steps" />;
}

function SignatureFailure({ failure }: { readonly failure: unknown }) {
  if (failure === undefined) return null;
  if (failure instanceof ApiError) return <FailureNotice error={failure} className="w-full" />;
  const problem = walletProblemOf(failure);
  return (
    <Notice kind={problem.kind === 'failed' ? 'bad' : 'info'} title={problem.sentence} className="w-full" />
  );
}
