'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '#lib/class-names.ts';
import { shortHash } from '#lib/short-hash.ts';

interface CopyableProps {
  readonly value: string;
  /** What the value is, for the button's name: "address", "transaction hash". */
  readonly what: string;
  readonly full?: boolean;
  readonly className?: string;
}

/** A hash or address: short for the eye, whole for the clipboard and for screen readers. */
export function Copyable({ value, what, full, className }: CopyableProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void navigator.clipboard?.writeText(value).then(() => setCopied(true));
  };
  return (
    <span className={cn('inline-flex max-w-full items-center gap-1 align-baseline', className)}>
      <span
        className={cn('font-mono text-[0.8125rem]', full ? '[overflow-wrap:anywhere]' : 'whitespace-nowrap')}
        title={value}
      >
        <span aria-hidden={!full}>{full ? value : shortHash(value)}</span>
        {full ? null : <span className="sr-only">{value}</span>}
      </span>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? 'Copied' : `Copy ${what}`}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-sunken hover:text-ink"
      >
        {copied ? (
          <Check className="size-3.5 text-good" aria-hidden />
        ) : (
          <Copy className="size-3.5" aria-hidden />
        )}
      </button>
    </span>
  );
}
