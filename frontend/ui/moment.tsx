'use client';

import { formatInstant, formatRelative, utcTitle } from '#lib/date-format.ts';

/** An instant in the reader's zone; UTC on hover. */
export function Moment({ at, relative }: { readonly at: string; readonly relative?: boolean }) {
  return (
    <time dateTime={at} title={utcTitle(at)} suppressHydrationWarning className="whitespace-nowrap">
      {relative ? formatRelative(at) : formatInstant(at)}
    </time>
  );
}
