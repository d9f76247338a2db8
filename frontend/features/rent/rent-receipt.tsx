'use client';

import { readRentReceipt } from '@freehold/shared/rent';
import { ReceiptProof } from '#features/receipt/receipt-proof.tsx';
import { RentStateBadge } from '#features/rent/rent-state-badge.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay, formatPeriod } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';

/** A paid month as a document: who paid what for which home, and the proof that it stands in the books. */
export function RentReceipt({ chargeId }: { readonly chargeId: string }) {
  const receipt = useRoute(
    readRentReceipt,
    { params: { id: chargeId } },
    { every: (data) => (data && data.state !== 'ANCHORED' ? 3_000 : false) },
  );
  return (
    <QueryView query={receipt}>
      {(data) => (
        <div className="grid gap-6 lg:grid-cols-2 lg:items-start">
          <Card className="p-6">
            <div className="flex items-center justify-between gap-3">
              <h2 className="font-medium">Rent for {formatPeriod(data.charge.period)}</h2>
              <RentStateBadge state={data.charge.state} />
            </div>
            <p className="figures mt-3 mb-4 font-semibold text-4xl tracking-tight">
              {formatMoney(data.charge.amount)}
            </p>
            <Details>
              <Detail label="Tenant">{data.charge.tenant.name}</Detail>
              <Detail label="Home">
                {data.charge.propertyName}, unit {data.charge.unitLabel}
              </Detail>
              <Detail label="Due on">{formatDay(data.charge.dueOn)}</Detail>
              <Detail label="Paid">{data.charge.paidAt ? <Moment at={data.charge.paidAt} /> : '—'}</Detail>
              <Detail label="Journal entry">#{data.entryId}</Detail>
            </Details>
          </Card>
          <ReceiptProof state={data} fileName={`freehold-rent-${data.charge.period}`} />
        </div>
      )}
    </QueryView>
  );
}
