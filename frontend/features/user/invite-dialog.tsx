'use client';

import { roles } from '@freehold/shared/permissions';
import { createUser, createUserSchema, type Invitation, listUsers } from '@freehold/shared/user';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { roleNames } from '#features/session/gate.tsx';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { InvitationLink } from '#features/user/invitation-link.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input, Select } from '#ui/field.tsx';

interface Made {
  readonly invitation: Invitation;
  readonly name: string;
}

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<Made>();
  const act = useAct(createUser, {
    refreshes: [listUsers],
    onDone: ({ user, invitation }) => setMade({ invitation, name: user.name }),
  });
  const form = useForm({
    resolver: zodResolver(createUserSchema),
    defaultValues: { name: '', email: '', role: 'manager' as (typeof roles)[number] },
  });
  const errors = form.formState.errors;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Invite a person"
      description={made ? undefined : 'They choose their own password when they accept.'}
    >
      {made ? (
        <InvitationLink invitation={made.invitation} who={made.name} onDone={onClose} />
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={form.handleSubmit((body) => act.mutate({ body }))}
        >
          <Field label="Full name" error={errors.name && 'Enter the name.'}>
            {(control) => <Input {...control} autoComplete="off" {...form.register('name')} />}
          </Field>
          <Field label="E-mail" error={errors.email && 'Enter an e-mail address.'}>
            {(control) => <Input {...control} type="email" autoComplete="off" {...form.register('email')} />}
          </Field>
          <Field label="Role">
            {(control) => (
              <Select {...control} {...form.register('role')}>
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {roleNames[role]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {act.error ? <FailureNotice error={act.error} /> : null}
          <Button type="submit" busy={act.isPending}>
            Make the invitation
          </Button>
        </form>
      )}
    </Dialog>
  );
}
