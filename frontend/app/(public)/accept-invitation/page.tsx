import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AcceptInvitationForm } from '#features/session/accept-invitation-form.tsx';
import { AuthCard } from '#features/session/auth-card.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Accept your invitation' };

export default function AcceptInvitationPage() {
  return (
    <AuthCard title="Accept your invitation" description="Choose a password and your account is ready.">
      <Suspense fallback={<SkeletonRows rows={2} />}>
        <AcceptInvitationForm />
      </Suspense>
    </AuthCard>
  );
}
