'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { PropertyGrid } from '#features/property/property-grid.tsx';
import { Button } from '#ui/button.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export function ManagerProperties() {
  const add = (
    <Button asChild>
      <Link href="/manager/properties/new">
        <Plus aria-hidden /> Register a property
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Properties"
        description="The buildings you manage and how each stands."
        actions={add}
      />
      <PropertyGrid
        hrefOf={(property) => `/manager/properties/${property.id}`}
        emptyTitle="No properties yet"
        emptyText="Register a building with its address and valuation, add its units and tenants, then hand it in. Once an administrator approves it, its shares can be issued and its rent paid out."
        emptyAction={add}
      />
    </>
  );
}
