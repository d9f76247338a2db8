import type { Offering } from '@freehold/shared/offering';
import type { Property } from '@freehold/shared/property';
import { Building2 } from 'lucide-react';
import Link from 'next/link';
import { OfferingStateBadge } from '#features/offering/offering-state-badge.tsx';
import { addressLine } from '#features/property/postal-address.ts';
import { propertyStateWords } from '#features/property/property-state.ts';
import { PropertyStateBadge } from '#features/property/property-state-badge.tsx';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney, formatShareOf, formatShares } from '#lib/money-format.ts';
import { Card } from '#ui/card.tsx';

interface PropertyCardProps {
  readonly property: Property;
  /** The primary sale that is open, if there is one. */
  readonly sale: Offering | undefined;
  readonly href: string;
}

/** A property at a glance; the whole card leads to it. */
export function PropertyCard({ property, sale, href }: PropertyCardProps) {
  const waits = propertyStateWords[property.state].waitsFor;
  return (
    <Card className="relative flex flex-col p-5 transition-shadow focus-within:shadow-lg hover:shadow-lg">
      <div className="flex items-start gap-3">
        <span className="flex size-10 shrink-0 items-center justify-center rounded-lg bg-brand-soft text-brand">
          <Building2 className="size-5" aria-hidden />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold leading-snug">
            <Link href={href} className="after:absolute after:inset-0 after:rounded-xl">
              {property.name}
            </Link>
          </h2>
          <p className="mt-0.5 text-muted text-sm">{addressLine(property.address)}</p>
        </div>
      </div>
      <dl className="mt-5 grid grid-cols-3 gap-3 text-sm">
        <div>
          <dt className="text-muted text-xs">Valuation</dt>
          <dd className="figures font-medium">{formatMoney(property.valuation)}</dd>
          <dd className="text-muted text-xs">{formatDay(property.valuedOn)}</dd>
        </div>
        <div>
          <dt className="text-muted text-xs">Units</dt>
          <dd className="figures font-medium">{property.unitCount}</dd>
        </div>
        <div>
          <dt className="text-muted text-xs">Shares</dt>
          <dd className="figures font-medium">
            {property.token ? formatShares(property.token.maxSupply) : '—'}
          </dd>
          {property.token ? <dd className="text-muted text-xs">{property.token.symbol}</dd> : null}
        </div>
      </dl>
      <div className="mt-5 flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t pt-4">
        <PropertyStateBadge property={property} />
        {sale ? (
          <>
            <OfferingStateBadge offering={sale} />
            <p className="figures text-muted text-xs">
              {formatMoney(sale.price)} a share,{' '}
              {formatShareOf(BigInt(sale.progress.subscribed), BigInt(sale.cap))} sold
            </p>
          </>
        ) : null}
        {waits ? <p className="text-muted text-xs">{waits}</p> : null}
      </div>
    </Card>
  );
}
