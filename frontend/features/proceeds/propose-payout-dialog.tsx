'use client';

import { type Proceeds, proposeProceedsPayout, readProceeds } from '@freehold/shared/proceeds';
import { useState } from 'react';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { decimalOf, formatMoney, parseUsdc } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input } from '#ui/field.tsx';

interface ProposePayoutDialogProps {
  readonly proceeds: Proceeds;
  readonly onClose: () => void;
}

/** How much of what is left goes to the issuer. */
export function ProposePayoutDialog({ proceeds, onClose }: ProposePayoutDialogProps) {
  const { available, address, offeringId } = proceeds;
  const [typed, setTyped] = useState(decimalOf(available));
  const [wrong, setWrong] = useState(false);
  const act = useAct(proposeProceedsPayout, {
    refreshes: [readProceeds],
    onDone: () => {
      toast.success('Proposed; another administrator confirms it');
      onClose();
    },
  });
  const submit = () => {
    const units = parseUsdc(typed.trim()) ?? 0n;
    const fits = units > 0n && units <= BigInt(available.amount);
    setWrong(!fits);
    if (!fits) return;
    const amount = { amount: units.toString(), currency: 'USDC' as const };
    act.mutate({ params: { id: offeringId }, body: { amount } });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Pay the issuer"
      description={`To ${address?.address ?? ''}. Nothing moves before another administrator confirms.`}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Amount in USDC"
          hint={`At most ${formatMoney(available)}`}
          error={wrong ? `Enter an amount up to ${formatMoney(available)}.` : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              className="text-right tabular-nums"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <div className="flex justify-end">
          <Button type="submit" busy={act.isPending}>
            Propose the payout
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
