'use client';

import { readChecklist } from '@freehold/shared/checklist';
import type { PropertyDetail } from '@freehold/shared/property';
import { zodResolver } from '@hookform/resolvers/zod';
import { type Resolver, useForm } from 'react-hook-form';
import { checklistSteps } from '#features/property/checklist-card.tsx';
import { RulesFields } from '#features/token/rules-fields.tsx';
import { type SharesInput, type SharesStep, sharesStep } from '#features/token/tokenize-form.ts';
import { useRoute } from '#lib/use-route.ts';
import { useTyped } from '#lib/use-typed.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input } from '#ui/field.tsx';
import { type Step, Steps } from '#ui/steps.tsx';

interface SharesFormProps {
  readonly property: PropertyDetail;
  readonly typed: SharesInput;
  readonly onTyped: (typed: SharesInput) => void;
  readonly onDone: (typed: SharesInput) => void;
}

/** First step: what the shares are called, how many there may be, and who may hold them. */
export function SharesForm({ property, typed, onTyped, onDone }: SharesFormProps) {
  const resolver: Resolver<SharesInput, unknown, SharesStep> = zodResolver(sharesStep);
  const form = useForm<SharesInput, unknown, SharesStep>({ resolver, defaultValues: typed });
  useTyped(form, onTyped);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit(() => onDone(form.getValues()))}
    >
      <Checklist property={property} />
      <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
        <Field label="Name of the shares" error={errors.name?.message}>
          {(control) => <Input {...control} autoComplete="off" {...form.register('name')} />}
        </Field>
        <Field label="Symbol" hint="Short and unique, like MAPLE." error={errors.symbol?.message}>
          {(control) => (
            <Input {...control} className="uppercase" autoComplete="off" {...form.register('symbol')} />
          )}
        </Field>
        <Field label="Number of shares" hint="The most that can ever exist." error={errors.shares?.message}>
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              className="figures text-right"
              placeholder="10,000"
              {...form.register('shares')}
            />
          )}
        </Field>
      </div>
      <RulesFields form={form} />
      <Button type="submit" className="self-end">
        Next: the sale
      </Button>
    </form>
  );
}

/** What a reviewer looks at before shares are made of a building. */
function Checklist({ property }: { readonly property: PropertyDetail }) {
  const checklist = useRoute(readChecklist, { params: { id: property.id } });
  const steps: Step[] = [
    { id: 'approved', title: 'Approved by an administrator', state: 'passed' },
    ...checklistSteps(checklist.data?.items ?? []),
    {
      id: 'held',
      title: property.held ? 'Held: distributions are stopped' : 'Not held',
      state: property.held ? 'failed' : 'passed',
    },
  ];
  return <Steps label="Checklist" steps={steps} />;
}
