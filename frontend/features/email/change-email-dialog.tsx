'use client';

import { changeEmail, changeEmailSchema, readEmail } from '@freehold/shared/email';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input } from '#ui/field.tsx';

/** Asks for the new address; it takes over once its link was followed. */
export function ChangeEmailDialog({ onClose }: { readonly onClose: () => void }) {
  const form = useForm({ resolver: zodResolver(changeEmailSchema), defaultValues: { email: '' } });
  const act = useAct(changeEmail, {
    refreshes: [readEmail],
    onDone: () => {
      toast.success('A link was mailed to the new address');
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Another e-mail address"
      description="We mail a link to it. Until you follow the link, you sign in by the present address."
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((body) => act.mutate({ body }))}
      >
        <Field
          label="New e-mail address"
          hint="Confirming it ends every other session. If the address belongs to an account already, we write that to it instead."
          error={form.formState.errors.email && 'Enter an e-mail address, like ada@example.com.'}
        >
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="email"
              inputMode="email"
              {...form.register('email')}
            />
          )}
        </Field>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" busy={act.isPending}>
          Mail the link
        </Button>
      </form>
    </Dialog>
  );
}
