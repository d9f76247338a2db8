'use client';

import { type RentCharge, readPayment } from '@freehold/shared/rent';
import { PartyPopper } from 'lucide-react';
import { PayButton } from '#features/rent/pay-button.tsx';
import { dueInWords, isPayable, isPaymentOpen, nextCharge, paymentWaits } from '#features/rent/rent-state.ts';
import { RentStateBadge } from '#features/rent/rent-state-badge.tsx';
import { daysUntil, formatDay, formatPeriod } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Notice } from '#ui/notice.tsx';

/** The one thing a tenant came for: what is due, when, and the way to pay it. */
export function NextRentCard({ charges }: { readonly charges: readonly RentCharge[] }) {
  const charge = nextCharge(charges);
  if (!charge) {
    return (
      <Card>
        <EmptyState
          icon={PartyPopper}
          title={charges.length > 0 ? 'Nothing to pay' : 'No rent has been charged yet'}
        >
          {charges.length > 0
            ? 'Every rent charged so far is paid. The next one appears here when your manager issues the month.'
            : 'When your property manager issues a month’s rent, it appears here with its due date and a button to pay.'}
        </EmptyState>
      </Card>
    );
  }
  const days = daysUntil(charge.dueOn);
  return (
    <Card className="grid gap-6 p-6 md:grid-cols-[1fr_auto] md:items-end">
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-medium">Rent for {formatPeriod(charge.period)}</h2>
          <RentStateBadge state={charge.state} />
        </div>
        <p className="figures mt-3 font-semibold text-4xl tracking-tight sm:text-5xl">
          {formatMoney(charge.amount)}
        </p>
        <p className="mt-2 text-muted">
          {formatDay(charge.dueOn)}
          {isPayable(charge.state) ? `, ${dueInWords(days)}` : ''}
        </p>
        <p className="mt-1 text-muted text-sm">
          {charge.propertyName}, unit {charge.unitLabel}
        </p>
      </div>
      <div className="md:w-72">
        {isPayable(charge.state) ? <PayButton charge={charge} /> : <PaymentProgress charge={charge} />}
      </div>
    </Card>
  );
}

function PaymentProgress({ charge }: { readonly charge: RentCharge }) {
  const payment = useRoute(
    readPayment,
    { params: { id: charge.paymentId ?? '' } },
    {
      enabled: charge.paymentId !== null,
      every: (data) => (data && !isPaymentOpen(data.state) ? false : 3_000),
    },
  );
  const state = payment.data?.state;
  if (state === 'CREATED' || state === 'SUBMITTED') {
    return (
      <div className="flex flex-col gap-3">
        <Notice kind="waiting" title="You opened the payment page">
          Nothing is paid until you finish there. If you just did, this changes within seconds.
        </Notice>
        <PayButton charge={charge} />
      </div>
    );
  }
  return (
    <Notice kind="waiting" title="Your payment is under way">
      {state ? paymentWaits[state] : 'Waiting for the payment provider to confirm.'}
    </Notice>
  );
}
