'use client';

import { listRentCharges } from '@freehold/shared/rent';
import { NextRentCard } from '#features/rent/next-rent-card.tsx';
import { RentChargesTable } from '#features/rent/rent-charges-table.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardHeader } from '#ui/card.tsx';
import { Skeleton } from '#ui/skeleton.tsx';

export function TenantHome() {
  const charges = useRoute(
    listRentCharges,
    {},
    { every: (data) => (data?.items.some((charge) => charge.state === 'PAYING') ? 3_000 : false) },
  );
  return (
    <QueryView query={charges} skeleton={<Skeleton className="h-52 w-full rounded-xl" />}>
      {({ items }) => (
        <div className="flex flex-col gap-6">
          <NextRentCard charges={items} />
          <Card>
            <CardHeader
              title="Every month"
              description="Newest first. Paid months have a receipt you can verify."
            />
            <RentChargesTable
              charges={items.toSorted((a, b) => b.period.localeCompare(a.period))}
              caption="Rent by month"
              emptyTitle="No months yet"
              emptyText="Each month’s rent stands here with its due date and state."
            />
          </Card>
        </div>
      )}
    </QueryView>
  );
}
