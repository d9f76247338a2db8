import type { Property } from '@freehold/shared/property';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';

/** The plain facts of a property. Valuation always comes with its day. */
export function PropertyFacts({ property }: { readonly property: Property }) {
  return (
    <Card>
      <CardHeader title="Facts" />
      <CardBody>
        <Details className="text-sm">
          <Detail label="Valuation" note={`appraised ${formatDay(property.valuedOn)}`}>
            {formatMoney(property.valuation)}
          </Detail>
          <Detail label="Units">{property.unitCount}</Detail>
          <Detail label="Manager">{property.manager.name}</Detail>
          {property.token ? (
            <>
              <Detail label="Symbol">{property.token.symbol}</Detail>
              <Detail label="Maximum shares">{formatShares(property.token.maxSupply)}</Detail>
              <Detail label="Contract">
                <Copyable value={property.token.address} what="contract address" />
              </Detail>
            </>
          ) : (
            <Detail label="Shares">not created yet</Detail>
          )}
        </Details>
      </CardBody>
    </Card>
  );
}
