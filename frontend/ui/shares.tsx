import { formatShares, formatSharesShort } from '#lib/money-format.ts';

/** A number of shares, cut to four decimals for the eye; all of it on hover and for screen readers. */
export function Shares({ value }: { readonly value: string | bigint }) {
  const full = formatShares(value);
  const short = formatSharesShort(value);
  if (short === full) return <>{full}</>;
  return (
    <span title={`${full} shares`}>
      <span aria-hidden>{short}</span>
      <span className="sr-only">{full}</span>
    </span>
  );
}
