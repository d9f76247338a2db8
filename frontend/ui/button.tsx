import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#lib/class-names.ts';

export const buttonStyles = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        primary: 'bg-brand text-brand-ink hover:bg-brand-hover',
        secondary: 'border border-line-strong/60 bg-surface text-ink hover:bg-sunken',
        quiet: 'text-ink hover:bg-sunken',
        danger: 'border border-bad/50 bg-surface text-bad hover:bg-bad-soft',
        link: 'h-auto! px-0! text-brand underline decoration-brand/40 underline-offset-4 hover:decoration-brand',
      },
      size: {
        medium: 'h-10 px-4 text-sm',
        small: 'h-8 px-3 text-[0.8125rem]',
        large: 'h-12 px-6 text-base',
        icon: 'size-10',
      },
    },
    defaultVariants: { tone: 'primary', size: 'medium' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyles> {
  /** Renders the only child (for example a link) with the look of a button. */
  readonly asChild?: boolean;
  /** Shows a spinner and blocks presses while an act is under way. */
  readonly busy?: boolean;
}

export function Button({ className, tone, size, asChild, busy, children, disabled, ...rest }: ButtonProps) {
  const styles = cn(buttonStyles({ tone, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={styles} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={styles}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}
