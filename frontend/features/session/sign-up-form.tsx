'use client';

import { signUp, signUpSchema } from '@freehold/shared/auth';
import { zodResolver } from '@hookform/resolvers/zod';
import Link from 'next/link';
import { useForm } from 'react-hook-form';
import { useEntered } from '#features/session/use-entered.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';

export function SignUpForm() {
  const entered = useEntered('/onboarding');
  const act = useAct(signUp, { onDone: entered });
  const form = useForm({
    resolver: zodResolver(signUpSchema),
    defaultValues: { name: '', email: '', password: '' },
  });
  const errors = form.formState.errors;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((values) => act.mutate({ body: values }))}
    >
      <Field label="Full name" error={errors.name && 'Enter your name.'}>
        {(control) => <Input {...control} autoComplete="name" {...form.register('name')} />}
      </Field>
      <Field label="E-mail" error={errors.email && 'Enter an e-mail address, like ada@example.com.'}>
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
      <Field
        label="Password"
        hint="At least 10 characters. A few unrelated words work well."
        error={errors.password && 'Use at least 10 characters.'}
      >
        {(control) => (
          <Input {...control} type="password" autoComplete="new-password" {...form.register('password')} />
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
      {act.error?.code === 'EMAIL_TAKEN' ? (
        <p className="text-muted text-sm">
          Is it yours?{' '}
          <Link href="/sign-in" className="text-brand underline underline-offset-4">
            Sign in
          </Link>{' '}
          or{' '}
          <Link href="/forgot-password" className="text-brand underline underline-offset-4">
            choose a new password
          </Link>
          . If you were invited, open the link in the invitation instead.
        </p>
      ) : null}
      <Button type="submit" busy={act.isPending}>
        Open an account
      </Button>
    </form>
  );
}
