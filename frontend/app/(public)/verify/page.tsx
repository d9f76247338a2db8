import type { Metadata } from 'next';
import { Suspense } from 'react';
import { VerifyPanel } from '#features/receipt/verify-panel.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Verify a receipt' };

export default function VerifyPage() {
  return (
    <div className="mx-auto max-w-6xl px-4 py-10 sm:px-6">
      <PageHeader
        title="Verify a receipt"
        description="Check that a rent payment or a payout stands in Freehold’s books, without an account and without trusting us."
      />
      <Suspense fallback={<SkeletonRows />}>
        <VerifyPanel />
      </Suspense>
    </div>
  );
}
