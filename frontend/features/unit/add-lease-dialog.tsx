'use client';

import { createLease, listUnits, type Unit } from '@freehold/shared/lease';
import { emailSchema, nameSchema } from '@freehold/shared/primitives';
import { readRentRoll } from '@freehold/shared/rent';
import type { Invitation } from '@freehold/shared/user';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { InvitationLink } from '#features/user/invitation-link.tsx';
import { dollarsField } from '#lib/form-fields.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input } from '#ui/field.tsx';

const formSchema = z
  .object({
    name: nameSchema,
    email: emailSchema,
    rent: dollarsField,
    startsOn: z.iso.date('Choose the first day.'),
    endsOn: z.iso.date('Choose the last day.'),
    dueDay: z.coerce.number<string>().int().min(1).max(28),
  })
  .refine((lease) => lease.startsOn < lease.endsOn, {
    path: ['endsOn'],
    message: 'The last day must come after the first.',
  });

interface AddLeaseDialogProps {
  readonly unit: Unit;
  readonly onClose: () => void;
}

export function AddLeaseDialog({ unit, onClose }: AddLeaseDialogProps) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const act = useAct(createLease, {
    refreshes: [listUnits, readRentRoll],
    onDone: (made) => {
      toast.success(`Unit ${unit.label} is let to ${made.lease.tenant.name}`);
      if (made.invitation) setInvitation(made.invitation);
      else onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Let unit ${unit.label}`}
      description={invitation ? undefined : 'A tenant without an account gets an invitation.'}
    >
      {invitation ? (
        <InvitationLink invitation={invitation} who="the tenant" onDone={onClose} />
      ) : (
        <LeaseForm unitId={unit.id} act={act} />
      )}
    </Dialog>
  );
}

interface LeaseFormProps {
  readonly unitId: string;
  readonly act: ReturnType<typeof useAct<typeof createLease>>;
}

function LeaseForm({ unitId, act }: LeaseFormProps) {
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: '', email: '', rent: '', startsOn: '', endsOn: '', dueDay: '1' },
  });
  const errors = form.formState.errors;
  const submit = form.handleSubmit(({ name, email, rent, ...dates }) =>
    act.mutate({
      params: { id: unitId },
      body: { tenant: { name, email }, rent: { amount: rent.toString(), currency: 'USD' }, ...dates },
    }),
  );
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Tenant’s name" error={errors.name && 'Enter the name.'}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('name')} />}
      </Field>
      <Field label="Tenant’s e-mail" error={errors.email && 'Enter an e-mail address.'}>
        {(control) => <Input {...control} type="email" autoComplete="off" {...form.register('email')} />}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="First day" error={errors.startsOn?.message}>
          {(control) => <Input {...control} type="date" {...form.register('startsOn')} />}
        </Field>
        <Field label="Last day" error={errors.endsOn?.message}>
          {(control) => <Input {...control} type="date" {...form.register('endsOn')} />}
        </Field>
        <Field label="Rent per month, USD" error={errors.rent?.message}>
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              placeholder="1,000"
              className="figures"
              {...form.register('rent')}
            />
          )}
        </Field>
        <Field label="Due on day" hint="1 to 28" error={errors.dueDay && 'Choose a day from 1 to 28.'}>
          {(control) => <Input {...control} type="number" min={1} max={28} {...form.register('dueDay')} />}
        </Field>
      </div>
      {act.error ? <FailureNotice error={act.error} /> : null}
      <Button type="submit" busy={act.isPending}>
        Make the lease
      </Button>
    </form>
  );
}
