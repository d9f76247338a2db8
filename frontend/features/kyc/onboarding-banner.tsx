'use client';

import { readKyc } from '@freehold/shared/kyc';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { onboardingProgress } from '#features/kyc/onboarding-steps.ts';
import { useSession } from '#features/session/use-session.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';

/** Leads investors who cannot buy yet to the steps that are left; silent for everybody else. */
export function OnboardingBanner() {
  const { may, user } = useSession();
  const path = usePathname();
  const wanted = may('kyc.self') && !path.startsWith('/onboarding');
  const kyc = useRoute(readKyc, {}, { enabled: wanted });
  if (!wanted || !user || kyc.data === undefined) return null;
  if (onboardingProgress(kyc.data, user.emailConfirmed).done) return null;
  return (
    <Notice
      kind="info"
      title="A few steps are left before you can buy shares"
      className="mb-6"
      actions={
        <Button asChild size="small">
          <Link href="/onboarding">Go to the steps</Link>
        </Button>
      }
    />
  );
}
