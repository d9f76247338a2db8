'use client';

import { listMarkets } from '@freehold/shared/marketplace';
import { listOfferings } from '@freehold/shared/offering';
import { ArrowLeftRight, ShoppingCart } from 'lucide-react';
import Link from 'next/link';
import { useSession } from '#features/session/use-session.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';

/** Where the card of a property's sale stands on its page. */
export const SALE_ANCHOR = 'sale';

/** From a property to its sale while one is open, and to its market once there is one. */
export function PropertyWays({ propertyId }: { readonly propertyId: string }) {
  const { may } = useSession();
  return (
    <>
      {may('offering.read') ? <ToSale propertyId={propertyId} /> : null}
      {may('market.read') ? <ToMarket propertyId={propertyId} /> : null}
    </>
  );
}

function ToSale({ propertyId }: { readonly propertyId: string }) {
  const offerings = useRoute(listOfferings, { query: { propertyId } });
  if (offerings.data?.items[0]?.state !== 'OPEN') return null;
  return (
    <Button asChild tone="secondary">
      <a href={`#${SALE_ANCHOR}`}>
        <ShoppingCart aria-hidden /> Primary sale
      </a>
    </Button>
  );
}

function ToMarket({ propertyId }: { readonly propertyId: string }) {
  const markets = useRoute(listMarkets, {});
  if (!markets.data?.items.some(({ id }) => id === propertyId)) return null;
  return (
    <Button asChild tone="secondary">
      <Link href={`/trade/${propertyId}`}>
        <ArrowLeftRight aria-hidden /> Trade shares
      </Link>
    </Button>
  );
}
