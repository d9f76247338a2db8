import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PaymentReturn } from '#features/rent/payment-return.tsx';
import { Gate } from '#features/session/gate.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Your payment' };

export default function PaymentReturnPage() {
  return (
    <div className="mx-auto max-w-xl px-4 py-10">
      <h1 className="mb-6 font-semibold text-2xl">Your payment</h1>
      <Suspense fallback={<SkeletonRows />}>
        <Gate permission="payment.read">
          <PaymentReturn />
        </Gate>
      </Suspense>
    </div>
  );
}
