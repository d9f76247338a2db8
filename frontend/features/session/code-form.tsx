'use client';

import { factorCodeSchema } from '@freehold/shared/second-factor';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';

interface CodeFormProps {
  readonly label: string;
  readonly hint: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onCode: (code: string) => void;
}

const formSchema = z.object({ code: factorCodeSchema });

/** One code, typed or filled in by a password manager. */
export function CodeForm({ label, hint, submitLabel, busy, error, onCode }: CodeFormProps) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { code: '' } });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit(({ code }) => {
        onCode(code);
        // A code counts once: whatever comes back, the next try needs another one.
        form.reset();
      })}
    >
      <Field
        label={label}
        hint={hint}
        error={form.formState.errors.code && 'Enter the 6 digits that your app shows now.'}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="one-time-code"
            autoCapitalize="off"
            spellCheck={false}
            className="figures text-lg tracking-widest"
            {...form.register('code')}
          />
        )}
      </Field>
      {error ? <FailureNotice error={error} /> : null}
      <Button type="submit" busy={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
