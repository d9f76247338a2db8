import type { ReactNode } from 'react';
import { cn } from '#lib/class-names.ts';

/** Names and values, one pair per line. Figures stand on the right. */
export function Details({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return <dl className={cn('divide-y divide-line', className)}>{children}</dl>;
}

interface DetailProps {
  readonly label: ReactNode;
  readonly children: ReactNode;
  readonly strong?: boolean;
  readonly note?: ReactNode;
}

export function Detail({ label, children, strong, note }: DetailProps) {
  return (
    <div className={cn('flex items-baseline justify-between gap-6 py-2.5', strong && 'font-semibold')}>
      <dt className={cn('min-w-0', strong ? 'text-ink' : 'text-muted')}>
        {label}
        {note ? <span className="block font-normal text-muted text-xs">{note}</span> : null}
      </dt>
      <dd className="figures min-w-0 text-right [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
