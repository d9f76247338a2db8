'use client';

import { roles } from '@freehold/shared/permissions';
import { changeRole, changeRoleSchema, listUsers, type User } from '@freehold/shared/user';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { roleNames } from '#features/session/gate.tsx';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Select, Textarea } from '#ui/field.tsx';

interface RoleDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** Gives somebody another role, with the reason they are told. */
export function RoleDialog({ user, onClose }: RoleDialogProps) {
  const others = roles.filter((role) => role !== user.role);
  const act = useAct(changeRole, {
    refreshes: [listUsers],
    onDone: (changed) => {
      toast.success(`${changed.name} is ${roleNames[changed.role]} now`);
      onClose();
    },
  });
  const form = useForm({
    resolver: zodResolver(changeRoleSchema),
    defaultValues: { role: others[0] ?? user.role, reason: '' },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Change the role: ${user.name}`}
      description={`Now ${roleNames[user.role]}. Every session ends; the next sign-in has the rights of the new role. A mail tells why.`}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((body) => act.mutate({ params: { id: user.id }, body }))}
      >
        <Field label="New role" hint="Administrators must set up a second factor before they do anything.">
          {(control) => (
            <Select {...control} {...form.register('role')}>
              {others.map((role) => (
                <option key={role} value={role}>
                  {roleNames[role]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Reason"
          hint="The person reads it, and so does whoever looks at the history."
          error={form.formState.errors.reason && 'Write at least a few words.'}
        >
          {(control) => <Textarea {...control} {...form.register('reason')} />}
        </Field>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <Button tone="secondary" onClick={onClose} disabled={act.isPending}>
            Not now
          </Button>
          <Button type="submit" tone="danger" busy={act.isPending}>
            Change the role
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
