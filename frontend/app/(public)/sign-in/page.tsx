import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { AuthCard } from '#features/session/auth-card.tsx';
import { SignInForm } from '#features/session/sign-in-form.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInPage() {
  return (
    <AuthCard
      title="Sign in"
      description="Tenants, managers, investors and administrators use the same door."
      footer={
        <>
          No account yet?{' '}
          <Link href="/sign-up" className="text-brand underline underline-offset-4">
            Open one as an investor
          </Link>
          . Everyone else comes by invitation.
        </>
      }
    >
      <Suspense fallback={<SkeletonRows rows={3} />}>
        <SignInForm />
      </Suspense>
    </AuthCard>
  );
}
