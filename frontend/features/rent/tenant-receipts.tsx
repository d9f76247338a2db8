'use client';

import { listRentCharges } from '@freehold/shared/rent';
import { RentChargesTable } from '#features/rent/rent-charges-table.tsx';
import { hasReceipt } from '#features/rent/rent-state.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardHeader } from '#ui/card.tsx';

export function TenantReceipts() {
  const charges = useRoute(listRentCharges, {});
  return (
    <Card>
      <CardHeader title="Paid months" />
      <QueryView query={charges} className="px-5 pb-5">
        {({ items }) => (
          <RentChargesTable
            charges={items
              .filter((charge) => hasReceipt(charge.state))
              .toSorted((a, b) => b.period.localeCompare(a.period))}
            caption="Receipts"
            emptyTitle="No receipts yet"
            emptyText="A receipt appears here within moments of a payment. It proves that your rent stands in the books and cannot be taken out again."
          />
        )}
      </QueryView>
    </Card>
  );
}
