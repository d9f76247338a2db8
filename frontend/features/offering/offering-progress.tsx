import type { Offering } from '@freehold/shared/offering';
import { formatMoney, formatShareOf, formatShares } from '#lib/money-format.ts';
import { Progress } from '#ui/progress.tsx';

/** How much is sold, what the sale needs to succeed, and what waits in the contract. */
export function OfferingProgress({ offering }: { readonly offering: Offering }) {
  const { progress, cap } = offering;
  const subscribed = BigInt(progress.subscribed);
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span>
          <span className="figures font-semibold text-base">{formatShares(subscribed)}</span> of{' '}
          <span className="figures">{formatShares(cap)}</span> shares sold
        </span>
        <span className="figures text-muted">{formatShareOf(subscribed, BigInt(cap))}</span>
      </p>
      <Progress label="Shares sold" value={progress.soldBasisPoints} max={10_000} />
      <p className="text-muted text-sm">
        {outlook(offering)} {whereTheMoneyIs(progress)}
      </p>
    </div>
  );
}

function outlook({ state, minimum, progress }: Offering): string {
  if (state === 'CLOSED') return 'The sale succeeded.';
  if (state === 'CANCELLED') return 'The sale was called off.';
  const missing = BigInt(minimum) - BigInt(progress.subscribed);
  if (missing > 0n)
    return `${formatShares(missing)} more until the sale can succeed; below that everybody gets the money back.`;
  return BigInt(minimum) === 0n ? 'It succeeds with any number sold.' : 'The minimum is reached.';
}

function whereTheMoneyIs({ escrow, investors }: Offering['progress']): string {
  const one = investors === 1;
  if (escrow.amount === '0') return `${investors} ${one ? 'wallet' : 'wallets'} took part.`;
  return `${formatMoney(escrow)} from ${investors} ${one ? 'wallet waits' : 'wallets wait'} in the contract.`;
}
