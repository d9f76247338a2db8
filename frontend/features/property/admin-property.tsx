'use client';

import { type PropertyDetail, readProperty } from '@freehold/shared/property';
import { DocumentsCard } from '#features/document/documents-card.tsx';
import { AdminMarketCard } from '#features/marketplace/admin-market-card.tsx';
import { PropertyOffering } from '#features/offering/property-offering.tsx';
import { ChecklistCard } from '#features/property/checklist-card.tsx';
import { addressLine } from '#features/property/postal-address.ts';
import { PropertyFacts } from '#features/property/property-facts.tsx';
import { propertyStateWords } from '#features/property/property-state.ts';
import { PropertyStateBadge } from '#features/property/property-state-badge.tsx';
import { ReviewProperty } from '#features/property/review-property.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { TransitionsCard } from '#features/shell/transitions-card.tsx';
import { AllocationsSection } from '#features/token/allocations-section.tsx';
import { HoldersTable } from '#features/token/holders-table.tsx';
import { TokenizeCard } from '#features/token/tokenize-card.tsx';
import { UnitsSection } from '#features/unit/units-section.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

function wordOf(state: string): string {
  const words = Object.entries(propertyStateWords).find(([name]) => name === state)?.[1];
  return words?.label ?? state;
}

/** One property for its reviewers: facts, approval, shares, holders. */
export function AdminProperty({ id }: { readonly id: string }) {
  const property = useRoute(
    readProperty,
    { params: { id } },
    { every: (data) => (data?.state === 'TOKENIZING' ? 2_000 : false) },
  );
  return <QueryView query={property}>{(data) => <AdminPropertyBody property={data} />}</QueryView>;
}

function AdminPropertyBody({ property }: { readonly property: PropertyDetail }) {
  const waits = property.state === 'DRAFT' ? propertyStateWords.DRAFT.waitsFor : undefined;
  const beforeApproval = property.state === 'DRAFT' || property.state === 'PENDING_APPROVAL';
  return (
    <>
      <PageHeader
        back={{ href: '/admin/properties', label: 'Properties' }}
        title={property.name}
        status={<PropertyStateBadge property={property} />}
        description={addressLine(property.address)}
        actions={<ReviewProperty property={property} />}
      />
      {waits ? <Notice kind="waiting" title={waits} className="mb-6" /> : null}
      <div className="grid gap-6 lg:grid-cols-[2fr_1fr] lg:items-start">
        <div className="flex min-w-0 flex-col gap-6">
          {property.state === 'APPROVED' || property.state === 'TOKENIZING' ? (
            <TokenizeCard property={property} />
          ) : null}
          {property.token ? (
            <>
              <PropertyOffering property={property} />
              <AllocationsSection propertyId={property.id} token={property.token} />
              <HoldersTable propertyId={property.id} symbol={property.token.symbol} />
            </>
          ) : null}
          <DocumentsCard propertyId={property.id} />
          <UnitsSection propertyId={property.id} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <PropertyFacts property={property} />
          {beforeApproval ? <ChecklistCard propertyId={property.id} /> : null}
          {property.token ? <AdminMarketCard propertyId={property.id} /> : null}
          <TransitionsCard transitions={property.transitions} wordOf={wordOf} />
        </div>
      </div>
    </>
  );
}
