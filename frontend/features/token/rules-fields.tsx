'use client';

import { type UseFormReturn, useWatch } from 'react-hook-form';
import { CountryPicker } from '#features/token/country-picker.tsx';
import type { SharesInput, SharesStep } from '#features/token/tokenize-form.ts';
import { Field, Input, Select } from '#ui/field.tsx';

const LIMITS = [
  [
    'maxSharePercent',
    'Most one investor may hold, in percent',
    'What would take an investor above it is refused. Empty: no limit.',
  ],
  [
    'maxHolders',
    'Most investors at a time',
    'Once there are as many, nobody new can receive shares. Empty: no limit.',
  ],
  [
    'lockupDays',
    'Days shares must be kept',
    'Counted for each purchase by itself. Empty: they may be sold at once.',
  ],
] as const;

const SWITCHES = [
  [
    'accreditedOnly',
    'Accredited investors only',
    'Whoever is not verified as accredited can neither buy nor receive shares.',
  ],
  [
    'approvalNeeded',
    'Approve each transfer',
    'An administrator approves every transfer between two wallets, by name and number, before it can happen; the order book cannot trade such shares.',
  ],
  [
    'vettedSpendersOnly',
    'Vetted contracts only',
    'Only contracts that the owner of the shares has vetted may move them for their holders; trades on the order book fail until the owner vets the marketplace.',
  ],
] as const;

interface RulesFieldsProps {
  readonly form: UseFormReturn<SharesInput, unknown, SharesStep>;
}

/** Who may hold the shares and how they may move, each rule with what follows from it. */
export function RulesFields({ form }: RulesFieldsProps) {
  const { errors } = form.formState;
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 font-medium">Rules the contract enforces</legend>
      <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
        <Residence form={form} />
        {LIMITS.map(([name, label, hint]) => (
          <Field key={name} label={label} hint={hint} error={errors[name]?.message}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="figures text-right"
                {...form.register(name)}
              />
            )}
          </Field>
        ))}
        <Field
          label="No transfers before"
          hint="Until then holders keep what they bought; buying in the sale goes on. Empty: from the first day."
          error={errors.lockedUntil?.message}
        >
          {(control) => <Input {...control} type="date" {...form.register('lockedUntil')} />}
        </Field>
      </div>
      <div className="grid gap-3">
        {SWITCHES.map(([name, label, consequence]) => (
          <label key={name} className="flex items-start gap-3 text-sm">
            <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-brand" {...form.register(name)} />
            <span>
              <span className="block font-medium">{label}</span>
              <span className="block text-muted text-xs">{consequence}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Residence({ form }: RulesFieldsProps) {
  const [mode, countries] = useWatch({ control: form.control, name: ['countryMode', 'countries'] });
  return (
    <>
      <Field
        label="Residence"
        hint="Asked whenever shares are received; who moves away later keeps what he has."
      >
        {(control) => (
          <Select {...control} {...form.register('countryMode')}>
            <option value="ANY">Any country</option>
            <option value="ONLY_LISTED">Only the countries I list</option>
            <option value="ALL_BUT_LISTED">Any country but those I list</option>
          </Select>
        )}
      </Field>
      {mode === 'ANY' ? (
        <span className="max-sm:hidden" />
      ) : (
        <CountryPicker
          label={mode === 'ONLY_LISTED' ? 'Countries allowed' : 'Countries excluded'}
          value={countries}
          error={form.formState.errors.countries?.message}
          onChange={(next) =>
            form.setValue('countries', next, { shouldValidate: form.formState.isSubmitted })
          }
        />
      )}
    </>
  );
}
