import type { ReactNode } from 'react';
import { OnboardingBanner } from '#features/kyc/onboarding-banner.tsx';
import { AppShell } from '#features/shell/app-shell.tsx';

export default function InvestorLayout({ children }: { readonly children: ReactNode }) {
  return (
    <AppShell>
      <OnboardingBanner />
      {children}
    </AppShell>
  );
}
