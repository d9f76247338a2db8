'use client';

import { requestPasswordReset, requestPasswordResetSchema } from '@freehold/shared/password';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

export function ForgotPasswordForm() {
  const act = useAct(requestPasswordReset);
  const form = useForm({ resolver: zodResolver(requestPasswordResetSchema), defaultValues: { email: '' } });
  if (act.isSuccess) {
    return (
      <Notice kind="good" title="Look into your mail">
        If there is an account with this address, a link to a new password is on its way. It works once, for
        half an hour. Nothing there after some minutes? Look for it among the junk, or check the address.
      </Notice>
    );
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((body) => act.mutate({ body }))}
    >
      <Field label="E-mail" error={form.formState.errors.email && 'Enter your e-mail address.'}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="username"
            inputMode="email"
            {...form.register('email')}
          />
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
      <Button type="submit" busy={act.isPending}>
        Send the link
      </Button>
    </form>
  );
}
