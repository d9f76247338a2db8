import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '#features/session/auth-card.tsx';
import { ForgotPasswordForm } from '#features/session/forgot-password-form.tsx';

export const metadata: Metadata = { title: 'Forgot your password?' };

export default function Page() {
  return (
    <AuthCard
      title="Forgot your password?"
      description="Tell us your e-mail address and we send you a link to a new one."
      footer={
        <>
          Remembered it?{' '}
          <Link href="/sign-in" className="text-brand underline underline-offset-4">
            Sign in
          </Link>
          .
        </>
      }
    >
      <ForgotPasswordForm />
    </AuthCard>
  );
}
