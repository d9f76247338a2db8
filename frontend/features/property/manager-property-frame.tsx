'use client';

import { type PropertyDetail, readProperty } from '@freehold/shared/property';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { addressLine } from '#features/property/postal-address.ts';
import { propertyStateWords } from '#features/property/property-state.ts';
import { PropertyStateBadge } from '#features/property/property-state-badge.tsx';
import { SubmitProperty } from '#features/property/submit-property.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { cn } from '#lib/class-names.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

const TABS = [
  { path: '', label: 'Units and leases' },
  { path: '/documents', label: 'Documents' },
  { path: '/rent-roll', label: 'Rent roll' },
  { path: '/expenses', label: 'Expenses' },
  { path: '/statement', label: 'Income statement' },
] as const;

/** Head and tabs of one property for its manager. */
export function ManagerPropertyFrame({
  id,
  children,
}: {
  readonly id: string;
  readonly children: ReactNode;
}) {
  const property = useRoute(
    readProperty,
    { params: { id } },
    { every: (data) => (data?.state === 'TOKENIZING' ? 3_000 : false) },
  );
  return (
    <QueryView query={property}>
      {(data) => (
        <>
          <PageHeader
            back={{ href: '/manager', label: 'Properties' }}
            title={data.name}
            status={<PropertyStateBadge property={data} />}
            description={addressLine(data.address)}
            actions={data.state === 'DRAFT' ? <DraftActions property={data} /> : undefined}
          />
          <StateNotice property={data} />
          <PropertyTabs id={id} />
          {children}
        </>
      )}
    </QueryView>
  );
}

function DraftActions({ property }: { readonly property: PropertyDetail }) {
  return (
    <>
      <Button asChild tone="secondary">
        <Link href={`/manager/properties/${property.id}/edit`}>Change details</Link>
      </Button>
      <SubmitProperty property={property} />
    </>
  );
}

function StateNotice({ property }: { readonly property: PropertyDetail }) {
  if (property.state === 'DRAFT' && property.rejectionReason) {
    return (
      <Notice kind="warn" title="An administrator sent this back" className="mb-6">
        “{property.rejectionReason}” Change what is needed and hand it in again.
      </Notice>
    );
  }
  if (property.held) {
    return (
      <Notice kind="warn" title="This property is held" className="mb-6">
        Distributions stop until an administrator lifts the hold. Rent is collected as usual.
      </Notice>
    );
  }
  const waits = propertyStateWords[property.state].waitsFor;
  if (!waits || property.state === 'DRAFT') return null;
  return <Notice kind="waiting" title={waits} className="mb-6" />;
}

/** Brings the tab of this page into view where not all tabs fit. */
function showTab(tab: HTMLAnchorElement | null): void {
  const strip = tab?.parentElement;
  if (tab && strip) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.clientWidth) / 2;
}

function PropertyTabs({ id }: { readonly id: string }) {
  const path = usePathname();
  const base = `/manager/properties/${id}`;
  return (
    <nav aria-label="Property" className="relative mb-6 flex gap-1 overflow-x-auto border-line border-b">
      {TABS.map((tab) => {
        const href = `${base}${tab.path}`;
        const current = path === href;
        return (
          <Link
            key={href}
            href={href}
            ref={current ? showTab : undefined}
            aria-current={current ? 'page' : undefined}
            className={cn(
              '-mb-px flex h-10 shrink-0 items-center border-b-2 px-3 font-medium text-sm',
              current ? 'border-brand text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {tab.label}
          </Link>
        );
      })}
    </nav>
  );
}
