'use client';

import {
  confirmProceedsPayout,
  type ProceedsPayout,
  readProceeds,
  refuseProceedsPayout,
} from '@freehold/shared/proceeds';
import { useState } from 'react';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { Field, Input } from '#ui/field.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

/** The buttons of the second administrator, and of the first to take the proposal back. */
export function DecidePayout({ payout }: { readonly payout: ProceedsPayout }) {
  const { user, may } = useSession();
  const [open, setOpen] = useState<'confirm' | 'refuse'>();
  const [typed, setTyped] = useState('');
  const done = { refreshes: [readProceeds], onDone: () => setOpen(undefined) };
  const confirm = useAct(confirmProceedsPayout, done);
  const refuse = useAct(refuseProceedsPayout, done);
  if (payout.state !== 'PROPOSED' || !may('proceeds.pay')) return null;
  const params = { id: payout.id };
  const own = user?.id === payout.proposedBy.id;
  const newAddress = typed.trim();
  const told = !payout.newAddress || /^0x[0-9a-fA-F]{40}$/.test(newAddress);
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {own ? null : (
        <Button tone="danger" onClick={() => setOpen('confirm')}>
          Confirm
        </Button>
      )}
      <Button tone="secondary" onClick={() => setOpen('refuse')}>
        {own ? 'Withdraw' : 'Refuse'}
      </Button>
      <ReviewDialog
        open={open === 'confirm'}
        onOpenChange={() => setOpen(undefined)}
        title="Pay the issuer"
        afterwards={
          payout.newAddress ? (
            <Field
              label="Wallet address"
              hint="Nothing was paid to this wallet before. Ask the manager for it by another way and enter what you are told."
            >
              {(control) => (
                <Input
                  {...control}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </Field>
          ) : (
            'The money leaves the treasury as soon as the chain has it. It cannot be called back.'
          )
        }
        confirmLabel="Confirm and send"
        danger
        disabled={!told}
        busy={confirm.isPending}
        problem={confirm.error ? <FailureNotice error={confirm.error} /> : null}
        onConfirm={() => confirm.mutate({ params, body: payout.newAddress ? { newAddress } : {} })}
      >
        <Detail label="Amount">{formatMoney(payout.amount)}</Detail>
        {payout.newAddress ? null : <Detail label="To">{payout.address}</Detail>}
        <Detail label="Proposed by">{payout.proposedBy.name}</Detail>
      </ReviewDialog>
      <ReasonDialog
        open={open === 'refuse'}
        onOpenChange={() => setOpen(undefined)}
        title={own ? 'Withdraw the payout' : 'Refuse the payout'}
        description="Nothing moves. The amount can be proposed again."
        confirmLabel={own ? 'Withdraw' : 'Refuse'}
        busy={refuse.isPending}
        error={refuse.error}
        onConfirm={(reason) => refuse.mutate({ params, body: { reason } })}
      />
    </div>
  );
}
