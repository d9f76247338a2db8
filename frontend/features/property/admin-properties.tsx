'use client';

import { PropertyGrid } from '#features/property/property-grid.tsx';

export function AdminProperties() {
  return (
    <PropertyGrid
      hrefOf={(property) => `/admin/properties/${property.id}`}
      emptyTitle="No properties yet"
      emptyText="Invite a property manager under People. What they register and hand in appears here for your review."
    />
  );
}
