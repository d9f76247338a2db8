import { CircleAlert, CircleCheck, Hourglass, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/class-names.ts';

const LOOKS = {
  info: { icon: Info, box: 'border-info/30 bg-info-soft', mark: 'text-info' },
  waiting: { icon: Hourglass, box: 'border-warn/30 bg-warn-soft', mark: 'text-warn' },
  warn: { icon: TriangleAlert, box: 'border-warn/30 bg-warn-soft', mark: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad/30 bg-bad-soft', mark: 'text-bad' },
  good: { icon: CircleCheck, box: 'border-good/30 bg-good-soft', mark: 'text-good' },
} as const;

interface NoticeProps {
  readonly kind: keyof typeof LOOKS;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** A message in the flow of the page. Failures are announced at once, everything else when convenient. */
export function Notice({ kind, title, children, actions, className }: NoticeProps) {
  const look = LOOKS[kind];
  const Icon = look.icon;
  return (
    <div
      role={kind === 'bad' ? 'alert' : 'status'}
      className={cn('flex gap-3 rounded-xl border px-4 py-3.5', look.box, className)}
    >
      <Icon className={cn('mt-0.5 size-5 shrink-0', look.mark)} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children ? <div className="mt-0.5 text-sm [overflow-wrap:anywhere]">{children}</div> : null}
        {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
