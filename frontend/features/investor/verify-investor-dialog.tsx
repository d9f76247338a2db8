'use client';

import { type Investor, listInvestors, verifyInvestor } from '@freehold/shared/token';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { countries } from '#features/investor/countries.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input, Select } from '#ui/field.tsx';

const formSchema = z.object({
  country: z.coerce.number<string>().int().min(1).max(999),
  validUntil: z.iso.date('Choose the day on which it ends.'),
});

function inOneYear(): string {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}

interface VerifyInvestorDialogProps {
  readonly investor: Investor;
  readonly onClose: () => void;
}

export function VerifyInvestorDialog({ investor, onClose }: VerifyInvestorDialogProps) {
  const act = useAct(verifyInvestor, {
    refreshes: [listInvestors],
    onDone: () => {
      toast.success(`${investor.name} is being recorded on the chain`);
      onClose();
    },
  });
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { country: '840', validUntil: inOneYear() },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Verify ${investor.name}`}
      description="You confirm that you have checked who this person is. Freehold signs it, and the chain keeps it for every linked wallet."
    >
      <Details className="mb-4 rounded-lg bg-sunken px-4 text-sm">
        <Detail label="E-mail">{investor.email}</Detail>
        {investor.wallets.map((wallet, position) => (
          <Detail key={wallet} label={`Wallet ${position + 1}`}>
            <Copyable value={wallet} what="wallet address" />
          </Detail>
        ))}
      </Details>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((body) => act.mutate({ params: { id: investor.id }, body }))}
      >
        <div className="grid grid-cols-2 gap-4">
          <Field label="Country of residence">
            {(control) => (
              <Select {...control} {...form.register('country')}>
                {countries.map(([code, name]) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Good until" error={form.formState.errors.validUntil?.message}>
            {(control) => <Input {...control} type="date" {...form.register('validUntil')} />}
          </Field>
        </div>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" busy={act.isPending}>
          Verify and record on the chain
        </Button>
      </form>
    </Dialog>
  );
}
