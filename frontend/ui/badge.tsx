import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '#lib/class-names.ts';

const badgeStyles = cva(
  'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-xs before:size-1.5 before:shrink-0 before:rounded-full before:bg-current',
  {
    variants: {
      tone: {
        neutral: 'bg-sunken text-muted',
        good: 'bg-good-soft text-good',
        warn: 'bg-warn-soft text-warn',
        bad: 'bg-bad-soft text-bad',
        info: 'bg-info-soft text-info',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeStyles>['tone']>;

/** A state in words; the colour only repeats what the word says. */
export function Badge({ className, tone, ...rest }: ComponentProps<'span'> & { readonly tone?: Tone }) {
  return <span className={cn(badgeStyles({ tone }), className)} {...rest} />;
}
