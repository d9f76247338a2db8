'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';

interface PasswordFormProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onPassword: (password: string) => void;
}

const formSchema = z.object({ password: z.string().min(1).max(200) });

/** The password once more, where there is no second factor to ask for. */
export function PasswordForm({ busy, error, onPassword }: PasswordFormProps) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { password: '' } });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit(({ password }) => onPassword(password))}
    >
      <Field label="Password" error={form.formState.errors.password && 'Enter your password.'}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            {...form.register('password')}
          />
        )}
      </Field>
      {error ? <FailureNotice error={error} /> : null}
      <Button type="submit" busy={busy}>
        Confirm
      </Button>
    </form>
  );
}
