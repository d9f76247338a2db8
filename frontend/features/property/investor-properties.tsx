'use client';

import { PropertyGrid } from '#features/property/property-grid.tsx';

export function InvestorProperties() {
  return (
    <PropertyGrid
      hrefOf={(property) => `/properties/${property.id}`}
      emptyTitle="No property has shares yet"
      emptyText="Buildings appear here once they are approved and their shares exist."
    />
  );
}
