import type { Metadata } from 'next';
import { Suspense } from 'react';
import { OnboardingView } from '#features/kyc/onboarding-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Verification' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Verification"
        description="The law asks who owns a building. Once you are verified, your wallets can hold shares."
      />
      <Gate permission="kyc.self">
        <Suspense>
          <OnboardingView />
        </Suspense>
      </Gate>
    </>
  );
}
