'use client';

import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '#lib/class-names.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** `side` slides in as a sheet (for the menu on phones). */
  readonly placement?: 'center' | 'side';
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  placement = 'center',
}: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        {/* On the level of the dialogs, so that one opened above another dims it. */}
        <RadixDialog.Overlay className="fixed inset-0 z-50 animate-fade bg-black/45" />
        <RadixDialog.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex flex-col overflow-y-auto bg-surface text-ink shadow-2xl focus:outline-none',
            placement === 'center'
              ? 'inset-x-0 bottom-0 max-h-[92dvh] animate-rise rounded-t-2xl border border-line p-6 sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-full sm:max-w-lg sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl'
              : 'inset-y-0 left-0 w-72 max-w-[85vw] animate-fade border-line border-r p-5',
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <RadixDialog.Title className="font-semibold text-lg">{title}</RadixDialog.Title>
            <RadixDialog.Close
              className="-mt-1.5 -mr-1.5 inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
              aria-label="Close"
            >
              <X className="size-4.5" aria-hidden />
            </RadixDialog.Close>
          </div>
          {description ? (
            <RadixDialog.Description asChild>
              <div className="mt-1 text-muted text-sm">{description}</div>
            </RadixDialog.Description>
          ) : null}
          <div className="mt-5">{children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
