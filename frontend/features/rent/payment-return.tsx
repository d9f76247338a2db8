'use client';

import { type Payment, readPayment } from '@freehold/shared/rent';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { z } from 'zod';
import { isPaymentOpen, paymentWaits } from '#features/rent/rent-state.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Notice } from '#ui/notice.tsx';
import { type Step, Steps } from '#ui/steps.tsx';

/** Where the payment page sends people back to: watches the payment until it stands in the books. */
export function PaymentReturn() {
  const id = useSearchParams().get('payment') ?? '';
  if (!z.uuid().safeParse(id).success) {
    return (
      <Notice kind="bad" title="This address names no payment">
        Go to your rent page; it shows how your payments stand.
      </Notice>
    );
  }
  return <PaymentWatch id={id} />;
}

function PaymentWatch({ id }: { readonly id: string }) {
  const payment = useRoute(
    readPayment,
    { params: { id } },
    { every: (data) => (data && !isPaymentOpen(data.state) ? false : 1_500) },
  );
  return <QueryView query={payment}>{(data) => <PaymentSteps payment={data} />}</QueryView>;
}

function stepsOf(payment: Payment): readonly Step[] {
  const settled = payment.state === 'SETTLED';
  const failed = !settled && !isPaymentOpen(payment.state);
  return [
    {
      id: 'page',
      title: 'You came back from the payment page',
      state: 'passed',
    },
    {
      id: 'provider',
      title: failed ? 'The payment did not go through' : 'The payment provider confirms it',
      state: settled ? 'passed' : failed ? 'failed' : 'running',
      detail: failed
        ? (payment.failure ?? paymentWaits[payment.state])
        : settled
          ? undefined
          : paymentWaits[payment.state],
    },
    {
      id: 'books',
      title: 'Recorded in the books',
      state: settled ? 'passed' : 'waiting',
      detail: settled ? 'Your rent is paid. The receipt is ready.' : undefined,
    },
  ];
}

function PaymentSteps({ payment }: { readonly payment: Payment }) {
  const settled = payment.state === 'SETTLED';
  const open = isPaymentOpen(payment.state);
  return (
    <Card className="p-6">
      <p className="text-muted text-sm">Payment</p>
      <p className="figures mt-1 mb-6 font-semibold text-4xl tracking-tight">{formatMoney(payment.amount)}</p>
      <div aria-live="polite">
        <Steps steps={stepsOf(payment)} label="How the payment stands" />
      </div>
      {payment.state === 'PENDING' ? (
        <p className="mt-4 text-muted text-sm">You may close this page. Your rent page shows the outcome.</p>
      ) : null}
      <div className="mt-6 flex flex-wrap gap-2">
        {settled ? (
          <Button asChild>
            <Link href={`/tenant/receipts/${payment.chargeId}`}>See the receipt</Link>
          </Button>
        ) : null}
        <Button asChild tone={settled || open ? 'secondary' : 'primary'}>
          <Link href="/tenant">{settled || open ? 'To my rent' : 'Back to my rent, and try again'}</Link>
        </Button>
      </div>
    </Card>
  );
}
