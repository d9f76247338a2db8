'use client';

import { countries, countryName } from '@freehold/shared/countries';
import { formatUnits } from '@freehold/shared/money';
import { createPropertySchema, type updatePropertySchema } from '@freehold/shared/property';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import type { ApiError } from '#lib/api-error.ts';
import { dollarsField } from '#lib/form-fields.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Field, Input, Select, Textarea } from '#ui/field.tsx';

/** What the form holds; the valuation is typed as dollars and becomes cents. */
const formSchema = z.object({
  ...createPropertySchema.omit({ valuation: true, valuedOn: true }).shape,
  valuation: dollarsField,
  valuedOn: z.iso.date('Choose the day of the valuation.'),
});

const COUNTRIES = countries
  .map(({ alpha2 }) => [alpha2, countryName(alpha2)] as const)
  .toSorted(([, left], [, right]) => left.localeCompare(right, 'en'));

const EMPTY: z.input<typeof formSchema> = {
  name: '',
  description: '',
  address: { line1: '', line2: '', city: '', region: '', postalCode: '', country: 'US' },
  valuation: '',
  valuedOn: '',
};

export type PropertyFacts = z.output<typeof updatePropertySchema>;

interface PropertyFormProps {
  /** What is known already. */
  readonly given?: PropertyFacts;
  readonly saveLabel: string;
  readonly afterwards: string;
  readonly busy: boolean;
  readonly problem: ApiError | null;
  readonly onSave: (facts: PropertyFacts) => void;
}

/** Name, address and valuation of a property. */
export function PropertyForm({ given, saveLabel, afterwards, busy, problem, onSave }: PropertyFormProps) {
  const defaultValues = given
    ? { ...given, valuation: formatUnits(BigInt(given.valuation.amount), 2, 2) }
    : EMPTY;
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues });
  const { register } = form;
  const errors = form.formState.errors;
  const submit = form.handleSubmit(({ valuation, address, ...rest }) => {
    const { line2, ...lines } = address;
    onSave({
      ...rest,
      address: line2 ? { ...lines, line2 } : lines,
      valuation: { amount: valuation.toString(), currency: 'USD' },
    });
  });
  return (
    <form noValidate onSubmit={submit} className="flex max-w-2xl flex-col gap-6">
      <Card className="flex flex-col gap-4 p-6">
        <Field label="Name" hint="What people call the building." error={errors.name && 'Give it a name.'}>
          {(control) => <Input {...control} {...register('name')} />}
        </Field>
        <Field label="Description" hint="Optional. What it is, what condition it is in.">
          {(control) => <Textarea {...control} {...register('description')} />}
        </Field>
      </Card>
      <Card className="grid gap-4 p-6 sm:grid-cols-6">
        <Field
          className="sm:col-span-6"
          label="Street and number"
          error={errors.address?.line1 && 'Enter the street.'}
        >
          {(control) => <Input {...control} autoComplete="address-line1" {...register('address.line1')} />}
        </Field>
        <Field className="sm:col-span-6" label="Second line" hint="Optional.">
          {(control) => <Input {...control} autoComplete="address-line2" {...register('address.line2')} />}
        </Field>
        <Field className="sm:col-span-3" label="City" error={errors.address?.city && 'Enter the city.'}>
          {(control) => <Input {...control} autoComplete="address-level2" {...register('address.city')} />}
        </Field>
        <Field
          className="sm:col-span-3"
          label="State or region"
          error={errors.address?.region && 'Enter the state or region.'}
        >
          {(control) => <Input {...control} autoComplete="address-level1" {...register('address.region')} />}
        </Field>
        <Field
          className="sm:col-span-2"
          label="Postal code"
          error={errors.address?.postalCode && 'Enter the code.'}
        >
          {(control) => <Input {...control} autoComplete="postal-code" {...register('address.postalCode')} />}
        </Field>
        <Field className="sm:col-span-4" label="Country" error={errors.address?.country?.message}>
          {(control) => (
            <Select {...control} autoComplete="country" {...register('address.country')}>
              {COUNTRIES.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </Card>
      <Card className="grid gap-4 p-6 sm:grid-cols-2">
        <Field label="Valuation in US dollars" error={errors.valuation?.message}>
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              placeholder="1,250,000"
              className="figures"
              {...register('valuation')}
            />
          )}
        </Field>
        <Field label="Valued on" hint="The day the appraisal is for." error={errors.valuedOn?.message}>
          {(control) => <Input {...control} type="date" {...register('valuedOn')} />}
        </Field>
      </Card>
      {problem ? <FailureNotice error={problem} /> : null}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={busy}>
          {saveLabel}
        </Button>
        <p className="text-muted text-sm">{afterwards}</p>
      </div>
    </form>
  );
}
