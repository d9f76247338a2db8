import type { Arrival } from '@freehold/shared/statement';
import { CircleCheck, Hourglass } from 'lucide-react';
import { formatMoney, formatShareOf } from '#lib/money-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Progress } from '#ui/progress.tsx';

/** Progress bars count in plain numbers; thousandths are fine enough for the eye. */
function thousandths(part: bigint, whole: bigint): number {
  if (whole <= 0n) return 1000;
  return Number(((part > whole ? whole : part) * 1000n) / whole);
}

/** How much of the month's rent has arrived where dividends are paid from. */
export function ArrivalCard({ arrival }: { readonly arrival: Arrival }) {
  const required = BigInt(arrival.required.amount);
  const present = BigInt(arrival.inTreasury.amount);
  return (
    <Card>
      <CardHeader
        title="Arrived in the treasury"
        description="Rent travels from Stripe to the bank, to Circle, and as USDC to the treasury on the chain. Only what is there can be paid out."
      />
      <CardBody>
        <p className="figures mb-2 flex items-center justify-between gap-3 text-sm">
          <span className="inline-flex items-center gap-2 font-medium">
            {arrival.arrived ? (
              <CircleCheck className="size-4 text-good" aria-hidden />
            ) : (
              <Hourglass className="size-4 text-warn" aria-hidden />
            )}
            {arrival.arrived ? 'All of it is there' : 'On its way'}
          </span>
          {required > 0n ? formatShareOf(present > required ? required : present, required, 1) : null}
        </p>
        <Progress label="Part of the rent that arrived" value={thousandths(present, required)} max={1000} />
        <Details className="mt-3 text-sm">
          <Detail label="Needed">{formatMoney(arrival.required)}</Detail>
          <Detail label="In the treasury">{formatMoney(arrival.inTreasury)}</Detail>
          <Detail label="Still missing">{formatMoney(arrival.missing)}</Detail>
        </Details>
      </CardBody>
    </Card>
  );
}
