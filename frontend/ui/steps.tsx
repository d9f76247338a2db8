import { Check, CircleDashed, LoaderCircle, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/class-names.ts';

export type StepState = 'waiting' | 'running' | 'passed' | 'failed';

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  readonly detail?: ReactNode;
}

const MARKS = {
  waiting: { icon: CircleDashed, look: 'border-line bg-surface text-muted', word: 'not reached yet' },
  running: { icon: LoaderCircle, look: 'border-info/40 bg-info-soft text-info', word: 'in progress' },
  passed: { icon: Check, look: 'border-good/40 bg-good-soft text-good', word: 'passed' },
  failed: { icon: X, look: 'border-bad/40 bg-bad-soft text-bad', word: 'failed' },
} as const;

/** Steps one under the other, each with its own state in colour, shape and words. */
export function Steps({ steps, label }: { readonly steps: readonly Step[]; readonly label: string }) {
  return (
    <ol aria-label={label}>
      {steps.map((step, position) => (
        <StepLine key={step.id} step={step} last={position === steps.length - 1} />
      ))}
    </ol>
  );
}

function StepLine({ step, last }: { readonly step: Step; readonly last: boolean }) {
  const mark = MARKS[step.state];
  const Icon = mark.icon;
  return (
    <li className="relative flex gap-4 pb-5 last:pb-0">
      {last ? null : <span aria-hidden className="absolute top-8 bottom-0 left-[0.9375rem] w-px bg-line" />}
      <span
        className={cn(
          'z-1 flex size-8 shrink-0 items-center justify-center rounded-full border transition-colors duration-300',
          mark.look,
        )}
      >
        <Icon className={cn('size-4', step.state === 'running' && 'animate-spin')} aria-hidden />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <p className={cn('font-medium', step.state === 'waiting' && 'text-muted')}>
          {step.title}
          <span className="sr-only">: {mark.word}</span>
        </p>
        {step.detail ? (
          <div className="mt-1 text-muted text-sm [overflow-wrap:anywhere]">{step.detail}</div>
        ) : null}
      </div>
    </li>
  );
}
