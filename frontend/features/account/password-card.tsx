'use client';

import { listSessions } from '@freehold/shared/auth';
import { changePassword, changePasswordSchema } from '@freehold/shared/password';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Field, Input } from '#ui/field.tsx';

export function PasswordCard() {
  const { user } = useSession();
  const form = useForm({
    resolver: zodResolver(changePasswordSchema),
    defaultValues: { currentPassword: '', password: '' },
  });
  const act = useAct(changePassword, {
    refreshes: [listSessions],
    onDone: () => {
      form.reset();
      toast.success('Your password was changed; every other session has ended');
    },
  });
  const errors = form.formState.errors;
  return (
    <Card>
      <CardHeader
        title="Password"
        description="Changing it ends every other session. We mail you about it."
      />
      <CardBody>
        <form
          noValidate
          className="flex max-w-md flex-col gap-4"
          onSubmit={form.handleSubmit((body) => act.mutate({ body }))}
        >
          {/* Password managers keep the pair together. */}
          <input type="hidden" autoComplete="username" value={user?.email ?? ''} readOnly />
          <Field label="Present password" error={errors.currentPassword && 'Enter your present password.'}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                {...form.register('currentPassword')}
              />
            )}
          </Field>
          <Field
            label="New password"
            hint="At least 10 characters. A few unrelated words work well."
            error={errors.password && 'Use at least 10 characters.'}
          >
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="new-password"
                {...form.register('password')}
              />
            )}
          </Field>
          {act.error ? <FailureNotice error={act.error} /> : null}
          <div>
            <Button type="submit" busy={act.isPending}>
              Change the password
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
