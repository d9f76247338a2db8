import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  readonly status?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, description, back, status, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-col gap-2">
      {back ? (
        <Link
          href={back.href}
          className="-ml-1 inline-flex min-h-6 w-fit items-center gap-1 text-muted text-sm hover:text-ink"
        >
          <ChevronLeft className="size-4" aria-hidden />
          {back.label}
        </Link>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-semibold text-2xl sm:text-[1.75rem] sm:leading-9">{title}</h1>
            {status}
          </div>
          {description ? <div className="mt-1 max-w-prose text-muted">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
