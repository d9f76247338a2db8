'use client';

import { readProperty } from '@freehold/shared/property';
import { PropertyDividends } from '#features/dividend/property-dividends.tsx';
import { DocumentsCard } from '#features/document/documents-card.tsx';
import { MyPurchases } from '#features/offering/my-purchases.tsx';
import { OfferingCard } from '#features/offering/offering-card.tsx';
import { YieldsCard } from '#features/offering/yields-card.tsx';
import { addressLine } from '#features/property/postal-address.ts';
import { PropertyFacts } from '#features/property/property-facts.tsx';
import { PropertyStateBadge } from '#features/property/property-state-badge.tsx';
import { PropertyWays, SALE_ANCHOR } from '#features/property/property-ways.tsx';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Figure, FigureRow } from '#ui/figure.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

/** One property as an investor sees it. */
export function InvestorProperty({ id }: { readonly id: string }) {
  const property = useRoute(readProperty, { params: { id } });
  const { may } = useSession();
  return (
    <QueryView query={property}>
      {(data) => (
        <>
          <PageHeader
            back={{ href: '/properties', label: 'Properties' }}
            title={data.name}
            status={<PropertyStateBadge property={data} />}
            description={addressLine(data.address)}
            actions={<PropertyWays propertyId={id} />}
          />
          {data.held ? (
            <Notice kind="warn" title="This property is held" className="mb-6">
              Rent is collected as usual. Distributions go on when an administrator lifts the hold.
            </Notice>
          ) : null}
          <div className="flex flex-col gap-6">
            <FigureRow>
              <Figure
                label="Valuation"
                value={formatMoney(data.valuation)}
                note={`appraised ${formatDay(data.valuedOn)}`}
              />
              <Figure label="Units" value={data.unitCount} />
              <Figure
                className="col-span-2 lg:col-span-1"
                label="Shares"
                value={data.token ? formatShares(data.token.maxSupply) : '—'}
                note={data.token ? `${data.token.symbol}, the most that can exist` : 'not created yet'}
              />
            </FigureRow>
            <div className="grid gap-6 lg:grid-cols-[2fr_1fr] lg:items-start">
              <div className="flex min-w-0 flex-col gap-6">
                {data.description ? (
                  <Card>
                    <CardHeader title="About" />
                    <CardBody>
                      <p className="max-w-prose whitespace-pre-line">{data.description}</p>
                    </CardBody>
                  </Card>
                ) : null}
                {may('document.read') ? <DocumentsCard propertyId={id} /> : null}
                {may('dividend.read') ? <PropertyDividends propertyId={id} /> : null}
              </div>
              <div className="flex min-w-0 flex-col gap-6 max-lg:order-first">
                <div id={SALE_ANCHOR} className="scroll-mt-20 empty:hidden">
                  <OfferingCard propertyId={id} />
                </div>
                {may('subscription.write') ? <MyPurchases propertyId={id} /> : null}
                {may('offering.read') ? <YieldsCard propertyId={id} /> : null}
                <PropertyFacts property={data} />
              </div>
            </div>
          </div>
        </>
      )}
    </QueryView>
  );
}
