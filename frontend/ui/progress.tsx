'use client';

import { Progress as RadixProgress } from 'radix-ui';
import { cn } from '#lib/class-names.ts';

interface ProgressProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly className?: string;
}

/** A bar for work with a known number of steps; the words beside it say the same. */
export function Progress({ label, value, max, className }: ProgressProps) {
  const portion = max === 0 ? 0 : Math.min(1, value / max);
  return (
    <RadixProgress.Root
      aria-label={label}
      value={Math.min(value, max)}
      max={max === 0 ? 1 : max}
      getValueLabel={() => `${value} of ${max}`}
      className={cn('h-2.5 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <RadixProgress.Indicator
        className="h-full w-full origin-left rounded-full bg-brand transition-transform duration-500"
        style={{ transform: `scaleX(${portion})` }}
      />
    </RadixProgress.Root>
  );
}
