'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { type Resolver, useForm } from 'react-hook-form';
import { TermsFields } from '#features/offering/terms-fields.tsx';
import {
  type SharesStep,
  type TermsInput,
  type TermsStep,
  termsStep,
} from '#features/token/tokenize-form.ts';
import { formatShares } from '#lib/money-format.ts';
import { useTyped } from '#lib/use-typed.ts';
import { Button } from '#ui/button.tsx';

interface TermsFormProps {
  readonly shares: SharesStep;
  readonly typed: TermsInput;
  readonly onTyped: (typed: TermsInput) => void;
  readonly onBack: (typed: TermsInput) => void;
  /** Null: create the shares without a sale. */
  readonly onDone: (terms: TermsStep | null, typed: TermsInput) => void;
}

/** Second step: on what terms the shares are sold as soon as they exist. */
export function TermsForm({ shares, typed, onTyped, onBack, onDone }: TermsFormProps) {
  const resolver: Resolver<TermsInput, unknown, TermsStep> = zodResolver(termsStep);
  const form = useForm<TermsInput, unknown, TermsStep>({ resolver, defaultValues: typed });
  useTyped(form, onTyped);
  const send = form.handleSubmit((terms) => {
    if (terms.cap > shares.shares) {
      form.setError('cap', { message: `Only ${formatShares(shares.shares)} shares can exist.` });
    } else onDone(terms, form.getValues());
  });
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={send}>
      <TermsFields register={form.register} errors={form.formState.errors} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button tone="secondary" onClick={() => onBack(form.getValues())}>
          Back
        </Button>
        <Button tone="secondary" onClick={() => onDone(null, form.getValues())}>
          Without a sale
        </Button>
        <Button type="submit">Review</Button>
      </div>
    </form>
  );
}
