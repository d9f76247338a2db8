import type { ReactNode } from 'react';
import { cn } from '#lib/class-names.ts';
import { Skeleton } from '#ui/skeleton.tsx';

interface FigureProps {
  readonly label: string;
  /** Undefined while loading. */
  readonly value: ReactNode | undefined;
  readonly note?: ReactNode;
  readonly large?: boolean;
  readonly className?: string;
}

/** One number with its name; the number comes first to the eye. */
export function Figure({ label, value, note, large, className }: FigureProps) {
  return (
    <div className={cn('flex min-w-0 flex-col', large && 'max-sm:col-span-2', className)}>
      <dt className="text-muted text-sm">{label}</dt>
      <dd
        className={cn(
          'figures mt-1 font-semibold tracking-tight',
          large ? 'text-3xl sm:text-4xl' : 'text-xl sm:text-2xl',
        )}
      >
        {value === undefined ? <Skeleton className={large ? 'h-10 w-44' : 'h-8 w-28'} /> : value}
      </dd>
      {note ? <dd className="mt-1 text-muted text-sm">{note}</dd> : null}
    </div>
  );
}

/** A row of figures separated by hairlines; wraps to two columns on phones. */
export function FigureRow({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <dl
      className={cn(
        'grid grid-cols-2 gap-x-6 gap-y-5 rounded-xl border border-line bg-surface p-5 shadow-card lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none',
        className,
      )}
    >
      {children}
    </dl>
  );
}
