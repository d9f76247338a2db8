'use client';

import { listOfferings } from '@freehold/shared/offering';
import { listProperties, type Property } from '@freehold/shared/property';
import { Building2, Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { addressLine } from '#features/property/postal-address.ts';
import { PropertyCard } from '#features/property/property-card.tsx';
import { propertyStateWords } from '#features/property/property-state.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { csvOf, downloadText } from '#lib/csv.ts';
import { decimalOf, decimalOfShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';

interface PropertyGridProps {
  readonly hrefOf: (property: Property) => string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly emptyAction?: ReactNode;
}

function exportProperties(items: readonly Property[]): void {
  const head = [
    'Property',
    'Address',
    'State',
    'Valuation USD',
    'Valued on',
    'Units',
    'Symbol',
    'Maximum shares',
  ];
  const rows = items.map((property) => [
    property.name,
    addressLine(property.address),
    propertyStateWords[property.state].label,
    decimalOf(property.valuation),
    property.valuedOn,
    property.unitCount,
    property.token?.symbol,
    property.token ? decimalOfShares(property.token.maxSupply) : undefined,
  ]);
  downloadText('freehold-properties.csv', csvOf(head, rows));
}

export function PropertyGrid({ hrefOf, emptyTitle, emptyText, emptyAction }: PropertyGridProps) {
  const properties = useRoute(
    listProperties,
    {},
    { every: (data) => (data?.items.some((property) => property.state === 'TOKENIZING') ? 3_000 : false) },
  );
  const sales = useRoute(listOfferings, { query: { state: 'OPEN' } });
  return (
    <QueryView
      query={properties}
      skeleton={
        <div className="grid gap-4 md:grid-cols-2">
          <Skeleton className="h-52 rounded-xl" />
          <Skeleton className="h-52 rounded-xl" />
        </div>
      }
    >
      {({ items }) =>
        items.length === 0 ? (
          <Card>
            <EmptyState icon={Building2} title={emptyTitle} action={emptyAction}>
              {emptyText}
            </EmptyState>
          </Card>
        ) : (
          <>
            <div className="mb-2 flex items-center justify-between">
              <p className="text-muted text-sm">
                {items.length} {items.length === 1 ? 'property' : 'properties'}
              </p>
              <Button
                tone="quiet"
                size="small"
                className="text-muted"
                onClick={() => exportProperties(items)}
              >
                <Download aria-hidden /> CSV
              </Button>
            </div>
            <ul className="grid gap-4 md:grid-cols-2">
              {items.map((property) => (
                <li key={property.id} className="grid">
                  <PropertyCard
                    property={property}
                    sale={sales.data?.items.find((sale) => sale.property.id === property.id)}
                    href={hrefOf(property)}
                  />
                </li>
              ))}
            </ul>
          </>
        )
      }
    </QueryView>
  );
}
