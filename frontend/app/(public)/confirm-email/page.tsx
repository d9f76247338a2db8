import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ConfirmEmail } from '#features/email/confirm-email.tsx';
import { AuthCard } from '#features/session/auth-card.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Confirm your e-mail address', referrer: 'no-referrer' };

export default function Page() {
  return (
    <AuthCard
      title="Confirm your e-mail address"
      description="So that notices about your money, and links to new passwords, reach you and nobody else."
    >
      <Suspense fallback={<SkeletonRows rows={2} />}>
        <ConfirmEmail />
      </Suspense>
    </AuthCard>
  );
}
