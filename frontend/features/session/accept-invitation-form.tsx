'use client';

import { acceptInvitation, acceptInvitationSchema } from '@freehold/shared/auth';
import { zodResolver } from '@hookform/resolvers/zod';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { useEntered } from '#features/session/use-entered.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

export function AcceptInvitationForm() {
  const token = useSearchParams().get('token') ?? '';
  const entered = useEntered();
  const act = useAct(acceptInvitation, { onDone: entered });
  const form = useForm({
    resolver: zodResolver(acceptInvitationSchema),
    defaultValues: { token, password: '' },
  });
  if (token.length < 20) {
    return (
      <Notice kind="bad" title="This link is not complete">
        Open the link from your invitation again, all of it. If it was cut in two by your mail program, ask
        for a new one.
      </Notice>
    );
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((values) => act.mutate({ body: values }))}
    >
      <Field
        label="Choose a password"
        hint="At least 10 characters. A few unrelated words work well."
        error={form.formState.errors.password && 'Use at least 10 characters.'}
      >
        {(control) => (
          <Input {...control} type="password" autoComplete="new-password" {...form.register('password')} />
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
      {act.error?.code === 'INVITATION_INVALID' ? (
        <p className="text-muted text-sm">
          Already accepted it?{' '}
          <Link href="/sign-in" className="text-brand underline underline-offset-4">
            Sign in
          </Link>
          . Otherwise ask whoever invited you for a new link.
        </p>
      ) : null}
      <Button type="submit" busy={act.isPending}>
        Accept and sign in
      </Button>
    </form>
  );
}
