'use client';

import { createUnit, listUnits } from '@freehold/shared/lease';
import { listProperties, readProperty } from '@freehold/shared/property';
import { readRentRoll } from '@freehold/shared/rent';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { optionalWholeField } from '#lib/form-fields.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input } from '#ui/field.tsx';

const formSchema = z.object({
  label: z.string().trim().min(1, 'Give the unit a name, like 1A.').max(60, 'Use at most 60 characters.'),
  bedrooms: optionalWholeField(0, 50),
  areaSquareMetres: optionalWholeField(1, 100_000),
});

interface AddUnitDialogProps {
  readonly propertyId: string;
  readonly onClose: () => void;
}

export function AddUnitDialog({ propertyId, onClose }: AddUnitDialogProps) {
  const act = useAct(createUnit, {
    refreshes: [listUnits, readProperty, listProperties, readRentRoll],
    onDone: (unit) => {
      toast.success(`Unit ${unit.label} added`);
      onClose();
    },
  });
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { label: '', bedrooms: '', areaSquareMetres: '' },
  });
  const errors = form.formState.errors;
  const submit = form.handleSubmit(({ label, bedrooms, areaSquareMetres }) =>
    act.mutate({
      params: { id: propertyId },
      body: {
        label,
        ...(bedrooms === undefined ? {} : { bedrooms }),
        ...(areaSquareMetres === undefined ? {} : { areaSquareMetres }),
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Add a unit"
      description="A flat, an office, a parking space: whatever is let on its own."
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" hint="As on the door: 1A, Ground floor left, P3." error={errors.label?.message}>
          {(control) => <Input {...control} {...form.register('label')} />}
        </Field>
        <div className="grid grid-cols-2 gap-4">
          <Field label="Bedrooms" hint="Optional." error={errors.bedrooms?.message}>
            {(control) => <Input {...control} inputMode="numeric" {...form.register('bedrooms')} />}
          </Field>
          <Field label="Area in m²" hint="Optional." error={errors.areaSquareMetres?.message}>
            {(control) => <Input {...control} inputMode="numeric" {...form.register('areaSquareMetres')} />}
          </Field>
        </div>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" busy={act.isPending}>
          Add the unit
        </Button>
      </form>
    </Dialog>
  );
}
