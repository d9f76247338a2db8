import type { DividendDetail, Payout } from '@freehold/shared/dividend';
import { Equal, EqualNot } from 'lucide-react';
import { conservationOf } from '#features/dividend/conservation.ts';
import { hasReached } from '#features/dividend/dividend-state.ts';
import { formatMoney } from '#lib/money-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';

interface ConservationCardProps {
  readonly dividend: DividendDetail;
  readonly payouts: readonly Payout[] | undefined;
}

/** Nothing lost, nothing doubled: what became of every unit of the pool. */
export function ConservationCard({ dividend, payouts }: ConservationCardProps) {
  const parts = payouts ? conservationOf(dividend, payouts) : undefined;
  if (!parts) return null;
  const show = (amount: bigint) =>
    formatMoney({ amount: amount.toString(), currency: 'USDC' }, { allDigits: true });
  return (
    <Card>
      <CardHeader title="Every unit accounted for" />
      <CardBody>
        <Details className="text-sm">
          <Detail label="Paid to holders">{show(parts.paid)}</Detail>
          <Detail label="Still claimable">{show(parts.claimable)}</Detail>
          <Detail label="Carried to the next" note="what rounding left over">
            {show(parts.carried)}
          </Detail>
          <Detail label={hasReached(dividend.state, 'FUNDED') ? 'Funded' : 'To be funded'} strong>
            {show(parts.pool)}
          </Detail>
        </Details>
        <Verdict holds={parts.holds} />
      </CardBody>
    </Card>
  );
}

function Verdict({ holds }: { readonly holds: boolean | undefined }) {
  if (holds === undefined) {
    return (
      <p className="mt-3 text-muted text-sm">
        Compared with the chain’s own count once every holder is paid.
      </p>
    );
  }
  return holds ? (
    <p className="mt-3 flex items-center gap-2 font-medium text-good text-sm">
      <Equal className="size-4 shrink-0" aria-hidden /> Paid + claimable + carried = funded
    </p>
  ) : (
    <p role="alert" className="mt-3 flex items-center gap-2 font-medium text-bad text-sm">
      <EqualNot className="size-4 shrink-0" aria-hidden /> The parts do not add up to what was funded
    </p>
  );
}
