'use client';

import { readYields, type Yields } from '@freehold/shared/offering';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';

const percent = (basisPoints: number): string =>
  `${basisPoints < 0 ? '−' : ''}${Math.trunc(Math.abs(basisPoints) / 100)}.${String(Math.abs(basisPoints) % 100).padStart(2, '0')}% a year`;

const usd = (amount: string) => formatMoney({ amount, currency: 'USD' });

/** Projected and trailing yield, each with how it is worked out. */
export function YieldsCard({ propertyId }: { readonly propertyId: string }) {
  const yields = useRoute(readYields, { params: { id: propertyId } });
  return (
    <Card>
      <CardHeader title="Yield" description="Measured against the price of a share in the primary sale." />
      <CardBody>
        <QueryView query={yields}>
          {(data) => (
            <div className="flex flex-col gap-6">
              <Projected yields={data} />
              <Trailing yields={data} />
            </div>
          )}
        </QueryView>
      </CardBody>
    </Card>
  );
}

function Projected({ yields: { projected } }: { readonly yields: Yields }) {
  if (projected === null) {
    return (
      <p className="text-muted text-sm">
        <strong className="text-ink">Projected:</strong> no lease runs today, so there is no rent to project.
      </p>
    );
  }
  return (
    <section aria-label="Projected yield">
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-medium">Projected</span>
        <span className="figures font-semibold text-xl">{percent(projected.basisPoints)}</span>
      </p>
      <p className="mt-1 text-muted text-sm">
        A year of the rents agreed in the {projected.leases} leases running today, less the platform’s fee,
        the reserve and the last year’s expenses, over what all shares cost. Not a promise: tenants move,
        repairs happen.
      </p>
      <Details className="mt-2 text-sm">
        <Detail label="Rents of a year">{usd(projected.annualRent)}</Detail>
        <Detail label="Platform fee">−{usd(projected.platformFee)}</Detail>
        <Detail label="Reserve">−{usd(projected.reserve)}</Detail>
        <Detail label="Expenses of the last year">−{usd(projected.expenses)}</Detail>
        <Detail label="To shareholders" strong>
          {usd(projected.net)}
        </Detail>
      </Details>
    </section>
  );
}

function Trailing({ yields: { trailing } }: { readonly yields: Yields }) {
  if (trailing === null) {
    return (
      <p className="text-muted text-sm">
        <strong className="text-ink">Trailing:</strong> nothing was paid to shareholders in the last twelve
        months.
      </p>
    );
  }
  return (
    <section aria-label="Trailing yield">
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-medium">Trailing</span>
        <span className="figures font-semibold text-xl">{percent(trailing.basisPoints)}</span>
      </p>
      <p className="mt-1 text-muted text-sm">
        What one share received in {trailing.dividends} {trailing.dividends === 1 ? 'dividend' : 'dividends'}{' '}
        since {formatDay(trailing.since.slice(0, 10))} ({formatMoney(trailing.perShare)}), over its price.
      </p>
    </section>
  );
}
