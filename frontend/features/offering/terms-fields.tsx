'use client';

import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import type { TermsInput } from '#features/token/tokenize-form.ts';
import { Field, Input } from '#ui/field.tsx';

const NUMBERS = [
  ['price', 'Price of a share in USDC', 'For one whole share.'],
  ['cap', 'Shares for sale', 'The most that will be sold.'],
  ['minimum', 'Needed to succeed', 'Below it everybody gets the money back. Empty: none.'],
  ['minPerInvestor', 'Least per investor', ''],
  ['maxPerInvestor', 'Most per investor', 'Over all wallets of an investor.'],
] as const satisfies readonly (readonly [keyof TermsInput, string, string])[];

/** Terms of a primary sale. */
export function TermsFields({
  register,
  errors,
}: {
  readonly register: UseFormRegister<TermsInput>;
  readonly errors: FieldErrors<TermsInput>;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
      {NUMBERS.map(([name, label, hint]) => (
        <Field key={name} label={label} hint={hint || undefined} error={errors[name]?.message}>
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              autoComplete="off"
              className="figures text-right"
              {...register(name)}
            />
          )}
        </Field>
      ))}
      <span className="max-sm:hidden" />
      {(['opensAt', 'closesAt'] as const).map((name) => (
        <Field key={name} label={name === 'opensAt' ? 'Opens' : 'Closes'} error={errors[name]?.message}>
          {(control) => <Input {...control} type="datetime-local" {...register(name)} />}
        </Field>
      ))}
    </div>
  );
}

/** A day from now as a date-and-time field takes it. */
export function localField(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

export const initialTerms = (now = new Date()): TermsInput => ({
  price: '',
  cap: '',
  minimum: '',
  minPerInvestor: '1',
  maxPerInvestor: '',
  opensAt: localField(now),
  closesAt: localField(new Date(now.getTime() + 30 * 86_400_000)),
});
