import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { AuthCard } from '#features/session/auth-card.tsx';
import { SignUpForm } from '#features/session/sign-up-form.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const metadata: Metadata = { title: 'Open an investor account' };

export default function SignUpPage() {
  return (
    <AuthCard
      title="Open an investor account"
      description="Afterwards you confirm your address, link your wallet and have your identity checked. Only then can you hold shares."
      footer={
        <>
          Already have an account?{' '}
          <Link href="/sign-in" className="text-brand underline underline-offset-4">
            Sign in
          </Link>
        </>
      }
    >
      <Suspense fallback={<SkeletonRows rows={4} />}>
        <SignUpForm />
      </Suspense>
    </AuthCard>
  );
}
