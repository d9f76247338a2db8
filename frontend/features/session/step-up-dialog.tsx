'use client';

import type { ProofKind } from '@freehold/shared/auth';
import { stepUp } from '@freehold/shared/second-factor';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CodeForm } from '#features/session/code-form.tsx';
import { PasswordForm } from '#features/session/password-form.tsx';
import { useSession } from '#features/session/use-session.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';

const StepUpWallet = dynamic(() =>
  import('#features/wallet/step-up-wallet.tsx').then((module) => module.StepUpWallet),
);

interface StepUpDialogProps {
  readonly onProved: () => void;
  readonly onGivenUp: () => void;
}

const INSTEAD: Readonly<Record<ProofKind, string>> = {
  code: 'Use the authenticator app instead',
  wallet: 'Sign with a linked wallet instead',
  password: 'Use the password instead',
};

/** Asks who is sitting there before money or rights move. */
export function StepUpDialog({ onProved, onGivenUp }: StepUpDialogProps) {
  const { query } = useSession();
  const proofs = query.data?.proofs ?? [];
  const [chosen, setChosen] = useState<ProofKind>();
  const kind = chosen ?? proofs[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onGivenUp();
      }}
      title="Confirm that it is you"
      description="This moves money or rights, and it is a while since you proved who you are. What you were doing goes on right after."
    >
      {kind === undefined ? (
        <Notice kind="warn" title="Sign out and sign in again">
          This account has no app, wallet or password to prove itself by here.
        </Notice>
      ) : (
        <Proof kind={kind} onProved={onProved} />
      )}
      {proofs
        .filter((other) => other !== kind)
        .map((other) => (
          <p key={other} className="mt-4 text-center text-sm">
            <Button tone="link" onClick={() => setChosen(other)}>
              {INSTEAD[other]}
            </Button>
          </p>
        ))}
    </Dialog>
  );
}

function Proof({ kind, onProved }: { readonly kind: ProofKind; readonly onProved: () => void }) {
  const prove = useAct(stepUp, { onDone: onProved });
  if (kind === 'wallet') return <StepUpWallet onProved={onProved} />;
  if (kind === 'password') {
    return (
      <PasswordForm
        busy={prove.isPending}
        error={prove.error}
        onPassword={(password) => prove.mutate({ body: { password } })}
      />
    );
  }
  return (
    <CodeForm
      label="Code"
      hint="6 digits from your authenticator app, or a recovery code. Each code counts once."
      submitLabel="Confirm"
      busy={prove.isPending}
      error={prove.error}
      onCode={(code) => prove.mutate({ body: { code } })}
    />
  );
}
