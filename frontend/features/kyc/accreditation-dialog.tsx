'use client';

import { accreditInvestor, type KycDetail } from '@freehold/shared/kyc';
import { reasonSchema } from '@freehold/shared/primitives';
import type { Route } from '@freehold/shared/route';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input, Textarea } from '#ui/field.tsx';

const formSchema = z.object({
  until: z.union([z.literal(''), z.iso.date()]),
  reason: reasonSchema,
});

interface AccreditationDialogProps {
  readonly kyc: KycDetail;
  readonly refreshes: readonly Route[];
  readonly onClose: () => void;
}

/** Says until when an investor counts as accredited, and by what evidence. */
export function AccreditationDialog({ kyc, refreshes, onClose }: AccreditationDialogProps) {
  const act = useAct(accreditInvestor, {
    refreshes,
    onDone: () => {
      toast.success('The wallets are being told on the chain');
      onClose();
    },
  });
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { until: kyc.accreditedUntil ?? '', reason: '' },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Accreditation of ${kyc.name}`}
      description="Some properties take accredited investors only. The chain keeps it for every linked wallet, until the day you name."
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit(({ until, reason }) =>
          act.mutate({ params: { id: kyc.id }, body: { until: until === '' ? null : until, reason } }),
        )}
      >
        <Field label="Accredited until" hint="Leave it empty to end the accreditation.">
          {(control) => <Input {...control} type="date" {...form.register('until')} />}
        </Field>
        <Field
          label="Evidence"
          hint="What you have seen, and where it is kept. Do not copy personal data here."
          error={form.formState.errors.reason && 'Write at least a few words.'}
        >
          {(control) => <Textarea {...control} {...form.register('reason')} />}
        </Field>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" busy={act.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}
