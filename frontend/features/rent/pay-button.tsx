'use client';

import { listRentCharges, type RentCharge, startCheckout } from '@freehold/shared/rent';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';

/** Asks for a checkout and leaves for the payment page; the button stays shut until the browser has left. */
export function PayButton({ charge }: { readonly charge: RentCharge }) {
  const [leaving, setLeaving] = useState(false);
  const checkout = useAct(startCheckout, {
    refreshes: [listRentCharges],
    onDone: ({ url }) => {
      setLeaving(true);
      window.location.assign(url);
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <Button
        size="large"
        busy={checkout.isPending || leaving}
        onClick={() => checkout.mutate({ params: { id: charge.id } })}
      >
        {leaving ? 'Opening the payment page…' : `Pay ${formatMoney(charge.amount)}`}
        {leaving || checkout.isPending ? null : <ExternalLink aria-hidden />}
      </Button>
      {checkout.error ? <FailureNotice error={checkout.error} /> : null}
      <p className="text-muted text-xs">
        You pay on Stripe’s page by card or bank debit and come back here. We never see your card number.
      </p>
    </div>
  );
}
