'use client';

import type { ReactNode } from 'react';
import { Button } from '#ui/button.tsx';
import { Details } from '#ui/details.tsx';
import { Dialog } from '#ui/dialog.tsx';

interface ReviewDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** `Detail` lines: what moves, how much, from where to where. */
  readonly children?: ReactNode;
  /** What is different once the act is done, in one or two sentences. */
  readonly afterwards?: ReactNode;
  readonly confirmLabel: string;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly problem?: ReactNode;
  readonly onConfirm: () => void;
}

/** The one card between deciding and doing: every figure once more, what changes, one button. */
export function ReviewDialog(props: ReviewDialogProps) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      {...(props.description ? { description: props.description } : {})}
    >
      {props.children ? <Details className="rounded-lg bg-sunken px-4">{props.children}</Details> : null}
      {props.afterwards ? <div className="mt-4 text-muted text-sm">{props.afterwards}</div> : null}
      {props.problem ? <div className="mt-4">{props.problem}</div> : null}
      <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button tone="secondary" onClick={() => props.onOpenChange(false)} disabled={props.busy}>
          Not now
        </Button>
        <Button
          tone={props.danger ? 'danger' : 'primary'}
          onClick={props.onConfirm}
          busy={props.busy ?? false}
          disabled={props.disabled}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
