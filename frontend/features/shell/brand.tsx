import Link from 'next/link';

/** The mark: a house whose lines are also a ledger's. */
export function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2.5 font-semibold text-[1.0625rem] tracking-tight">
      <svg viewBox="0 0 32 32" className="size-7 text-brand" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <path
          d="M8 15.2 16 8.5l8 6.7M10.5 18.2h11M10.5 21.2h11M10.5 24.2h6.5"
          fill="none"
          stroke="var(--brand-ink)"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Freehold
    </Link>
  );
}
