import type { Offering } from '@freehold/shared/offering';
import { formatMoney, formatShareOf, formatShares } from '#lib/money-format.ts';
import { Progress } from '#ui/progress.tsx';

/** How much is sold, what the sale needs to succeed, and what waits in the contract. */
export function OfferingProgress({ offering }: { readonly offering: Offering }) {
  const { progress, cap, minimum } = offering;
  const subscribed = BigInt(progress.subscribed);
  const missing = BigInt(minimum) - subscribed;
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
        {missing > 0n
          ? `${formatShares(missing)} more until the sale can succeed; below that everybody gets the money back.`
          : BigInt(minimum) === 0n
            ? 'It succeeds with any number sold.'
            : 'The minimum is reached.'}{' '}
        {formatMoney(progress.escrow)} from {progress.investors}{' '}
        {progress.investors === 1 ? 'wallet waits' : 'wallets wait'} in the contract.
      </p>
    </div>
  );
}
