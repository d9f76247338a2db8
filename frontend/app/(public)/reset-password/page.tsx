import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AuthCard } from '#features/session/auth-card.tsx';
import { ResetPasswordForm } from '#features/session/reset-password-form.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Set a new password', referrer: 'no-referrer' };

export default function Page() {
  return (
    <AuthCard
      title="Set a new password"
      description="All your sessions end with it, on every device. Then you sign in anew."
    >
      <Suspense fallback={<SkeletonRows rows={2} />}>
        <ResetPasswordForm />
      </Suspense>
    </AuthCard>
  );
}
