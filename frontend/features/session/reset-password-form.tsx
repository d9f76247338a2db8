'use client';

import { resetPassword, resetPasswordSchema } from '@freehold/shared/password';
import { zodResolver } from '@hookform/resolvers/zod';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

export function ResetPasswordForm() {
  const token = useSearchParams().get('token') ?? '';
  const act = useAct(resetPassword);
  const form = useForm({
    resolver: zodResolver(resetPasswordSchema),
    defaultValues: { token, password: '' },
  });
  if (token.length < 20) {
    return (
      <Notice kind="bad" title="This link is not complete">
        Open the link from the mail again, all of it, or{' '}
        <Link href="/forgot-password" className="text-brand underline underline-offset-4">
          ask for a new one
        </Link>
        .
      </Notice>
    );
  }
  if (act.isSuccess) {
    return (
      <Notice
        kind="good"
        title="Your new password is set"
        actions={
          <Button asChild size="small">
            <Link href="/sign-in">Sign in</Link>
          </Button>
        }
      >
        Every session of your account has ended, on all devices.
      </Notice>
    );
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((body) => act.mutate({ body }))}
    >
      <Field
        label="New password"
        hint="At least 10 characters. A few unrelated words work well."
        error={form.formState.errors.password && 'Use at least 10 characters.'}
      >
        {(control) => (
          <Input {...control} type="password" autoComplete="new-password" {...form.register('password')} />
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
      {act.error?.code === 'PASSWORD_RESET_INVALID' ? (
        <p className="text-muted text-sm">
          <Link href="/forgot-password" className="text-brand underline underline-offset-4">
            Ask for a new link
          </Link>
        </p>
      ) : null}
      <Button type="submit" busy={act.isPending}>
        Set the password
      </Button>
    </form>
  );
}
