'use client';

import { reasonSchema } from '@freehold/shared/primitives';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Textarea } from '#ui/field.tsx';

interface ReasonDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  readonly confirmLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: (reason: string) => void;
}

const formSchema = z.object({ reason: reasonSchema });

/** Asks for the reason without which a refusal is not allowed. */
export function ReasonDialog(props: ReasonDialogProps) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { reason: '' } });
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.description}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit(({ reason }) => props.onConfirm(reason))}
      >
        <Field
          label="Reason"
          hint="Say what is wrong and what would make it right."
          error={form.formState.errors.reason && 'Write at least a few words.'}
        >
          {(control) => <Textarea {...control} {...form.register('reason')} />}
        </Field>
        {props.error ? <FailureNotice error={props.error} /> : null}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <Button tone="secondary" onClick={() => props.onOpenChange(false)} disabled={props.busy}>
            Not now
          </Button>
          <Button type="submit" tone="danger" busy={props.busy}>
            {props.confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
