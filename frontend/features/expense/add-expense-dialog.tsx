'use client';

import { createExpense, expenseCategories, listExpenses } from '@freehold/shared/expense';
import { previewStatement } from '@freehold/shared/statement';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { expenseWords } from '#features/expense/expense-words.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatPeriod } from '#lib/date-format.ts';
import { dollarsField } from '#lib/form-fields.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input, Select } from '#ui/field.tsx';

const formSchema = z.object({
  category: z.enum(expenseCategories),
  description: z.string().trim().min(1, 'Say what it was for.').max(500),
  vendor: z.string().trim().max(120),
  amount: dollarsField,
  incurredOn: z.iso.date('Choose the day.'),
});

interface AddExpenseDialogProps {
  readonly propertyId: string;
  readonly period: string;
  readonly onClose: () => void;
}

export function AddExpenseDialog({ propertyId, period, onClose }: AddExpenseDialogProps) {
  const act = useAct(createExpense, {
    refreshes: [listExpenses, previewStatement],
    onDone: (expense) => {
      toast.success(`${formatMoney(expense.amount)} booked`);
      onClose();
    },
  });
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: {
      category: 'REPAIRS' as const,
      description: '',
      vendor: '',
      amount: '',
      incurredOn: '',
    } as z.input<typeof formSchema>,
  });
  const errors = form.formState.errors;
  const submit = form.handleSubmit(({ vendor, amount, ...rest }) =>
    act.mutate({
      params: { id: propertyId },
      body: {
        ...rest,
        period,
        amount: { amount: amount.toString(), currency: 'USD' },
        ...(vendor ? { vendor } : {}),
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Book an expense for ${formatPeriod(period)}`}
      description="It lowers what the shareholders of this property receive for the month. They can see it."
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label="What for" error={errors.description?.message}>
          {(control) => <Input {...control} {...form.register('description')} />}
        </Field>
        <div className="grid grid-cols-2 gap-4">
          <Field label="Amount, USD" error={errors.amount?.message}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                placeholder="250.00"
                className="figures"
                {...form.register('amount')}
              />
            )}
          </Field>
          <Field label="Category">
            {(control) => (
              <Select {...control} {...form.register('category')}>
                {expenseCategories.map((category) => (
                  <option key={category} value={category}>
                    {expenseWords[category]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Paid to" hint="Optional." error={errors.vendor?.message}>
            {(control) => <Input {...control} {...form.register('vendor')} />}
          </Field>
          <Field label="Paid on" error={errors.incurredOn?.message}>
            {(control) => <Input {...control} type="date" {...form.register('incurredOn')} />}
          </Field>
        </div>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" busy={act.isPending}>
          Book the expense
        </Button>
      </form>
    </Dialog>
  );
}
