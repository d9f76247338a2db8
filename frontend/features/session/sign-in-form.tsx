'use client';

import { signIn, signInSchema } from '@freehold/shared/auth';
import { zodResolver } from '@hookform/resolvers/zod';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useEntered } from '#features/session/use-entered.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';

const WalletSignInDialog = dynamic(() =>
  import('#features/wallet/wallet-sign-in-dialog.tsx').then((module) => module.WalletSignInDialog),
);

export function SignInForm() {
  const entered = useEntered();
  const [wallet, setWallet] = useState(false);
  const act = useAct(signIn, { onDone: entered });
  const form = useForm({ resolver: zodResolver(signInSchema), defaultValues: { email: '', password: '' } });
  const errors = form.formState.errors;
  return (
    <>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((values) => act.mutate({ body: values }))}
      >
        <Field label="E-mail" error={errors.email && 'Enter your e-mail address.'}>
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
        <Field label="Password" error={errors.password && 'Enter your password.'}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              {...form.register('password')}
            />
          )}
        </Field>
        <p className="-mt-2 text-sm">
          <Link href="/forgot-password" className="text-brand underline underline-offset-4">
            Forgot your password?
          </Link>
        </p>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" busy={act.isPending}>
          Sign in
        </Button>
      </form>
      <div className="my-5 flex items-center gap-3 text-muted text-xs">
        <span aria-hidden className="h-px flex-1 bg-line" />
        or
        <span aria-hidden className="h-px flex-1 bg-line" />
      </div>
      <Button tone="secondary" className="w-full" onClick={() => setWallet(true)}>
        Sign in with a wallet
      </Button>
      {wallet ? <WalletSignInDialog onClose={() => setWallet(false)} onEntered={entered} /> : null}
    </>
  );
}
