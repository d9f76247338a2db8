'use client';

import { readMarket } from '@freehold/shared/marketplace';
import Link from 'next/link';
import { DepthCard } from '#features/marketplace/depth-card.tsx';
import { MarketFigures } from '#features/marketplace/market-figures.tsx';
import { MyOrdersCard } from '#features/marketplace/my-orders-card.tsx';
import { MyTradesCard } from '#features/marketplace/my-trades-card.tsx';
import { OrderTicket } from '#features/marketplace/order-ticket.tsx';
import { PricesCard } from '#features/marketplace/prices-card.tsx';
import { TapeCard } from '#features/marketplace/tape-card.tsx';
import { type Liveness, useLiveMarket } from '#features/marketplace/use-live-market.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Badge, type Tone } from '#ui/badge.tsx';
import { PageHeader } from '#ui/page-header.tsx';

/** The market of one property. */
export function MarketView({ id }: { readonly id: string }) {
  const market = useRoute(readMarket, { params: { id } });
  const liveness = useLiveMarket(id);
  return (
    <QueryView query={market}>
      {(data) => (
        <>
          <PageHeader
            title={`${data.propertyName} (${data.symbol})`}
            description="Investors’ own orders, best price first. There may be nobody on the other side for a long time."
            actions={<Live liveness={liveness} />}
          />
          <div className="flex flex-col gap-6">
            <MarketFigures market={data} />
            <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
              <div className="flex min-w-0 flex-col gap-6 max-lg:order-2">
                <DepthCard id={id} />
                <MyOrdersCard marketId={id} />
                <MyTradesCard />
                <PricesCard id={id} />
                <TapeCard id={id} />
              </div>
              <div className="min-w-0 max-lg:order-1">
                <OrderTicket market={data} />
              </div>
            </div>
            <p className="text-muted text-sm">
              The price of a share here, its valuation and its first price are three numbers. See the{' '}
              <Link href={`/properties/${id}`} className="text-brand underline underline-offset-4">
                property
              </Link>{' '}
              for the others.
            </p>
          </div>
        </>
      )}
    </QueryView>
  );
}

const LIVENESS: Readonly<Record<Liveness, readonly [Tone, string]>> = {
  connecting: ['neutral', 'Connecting'],
  live: ['good', 'Live'],
  broken: ['warn', 'Connecting again'],
};

function Live({ liveness }: { readonly liveness: Liveness }) {
  const [tone, words] = LIVENESS[liveness];
  return (
    <span role="status">
      <Badge tone={tone}>{words}</Badge>
    </span>
  );
}
