'use client';

import { type KycStatus, readKyc } from '@freehold/shared/kyc';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { EmailStanding, useEmailState } from '#features/email/email-state.tsx';
import { IdentityNotice } from '#features/kyc/identity-notice.tsx';
import { isMoving, onboardingProgress } from '#features/kyc/onboarding-steps.ts';
import { StartCheckButton } from '#features/kyc/start-check-button.tsx';
import { WalletStandings } from '#features/kyc/wallet-standings.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatDay } from '#lib/date-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Notice } from '#ui/notice.tsx';
import { type Step, Steps } from '#ui/steps.tsx';

const WalletLinkDialog = dynamic(() =>
  import('#features/wallet/wallet-link-dialog.tsx').then((module) => module.WalletLinkDialog),
);

/** The way from a new account to the first purchase, and where the reader stands on it. */
export function OnboardingView() {
  const kyc = useRoute(readKyc, {}, { every: (data) => (data && isMoving(data) ? 2_000 : 15_000) });
  return <QueryView query={kyc}>{(data) => <OnboardingBody kyc={data} />}</QueryView>;
}

function OnboardingBody({ kyc }: { readonly kyc: KycStatus }) {
  const email = useEmailState();
  const [linking, setLinking] = useState(false);
  const returned = useSearchParams().has('returned');
  // Whoever was refused for want of it is told by the refusal; a moment of not knowing hides no button.
  const confirmed = email?.confirmed ?? true;
  const progress = onboardingProgress(kyc, confirmed);
  const link = (
    <Button
      tone={kyc.wallets.length > 0 ? 'secondary' : 'primary'}
      size="small"
      onClick={() => setLinking(true)}
    >
      <Plus aria-hidden /> {kyc.wallets.length > 0 ? 'Link another wallet' : 'Link a wallet'}
    </Button>
  );
  const steps: readonly Step[] = [
    {
      id: 'email',
      title: 'Confirm your e-mail address',
      state: progress.email,
      detail: confirmed || !email ? email?.email : <EmailStanding state={email} />,
    },
    {
      id: 'wallet',
      title: 'Link a wallet',
      state: progress.wallet,
      detail: (
        <div className="flex flex-col items-start gap-3">
          <p>
            {kyc.wallets.length > 0
              ? 'Your shares will be held by it. One identity covers all wallets you link.'
              : 'Your shares are held by a wallet of your own. Linking takes one signature, moves nothing and costs nothing.'}
          </p>
          {confirmed ? link : <p>Opens once your e-mail address is confirmed.</p>}
        </div>
      ),
    },
    {
      id: 'identity',
      title: 'Confirm your identity',
      state: progress.identity,
      detail: confirmed ? (
        <IdentityStep kyc={kyc} />
      ) : (
        'Opens once your e-mail address is confirmed. Takes about five minutes then.'
      ),
    },
    {
      id: 'chain',
      title: 'Verified on the chain',
      state: progress.chain,
      detail:
        kyc.wallets.length === 0 ? (
          'Follows by itself once your wallet is linked and your identity is confirmed.'
        ) : (
          <WalletStandings wallets={kyc.wallets} />
        ),
    },
  ];
  return (
    <div className="flex flex-col gap-6">
      <IdentityNotice kyc={kyc} returned={returned} />
      {progress.done ? (
        <Notice
          kind="good"
          title="You can buy shares"
          actions={
            <Button asChild size="small">
              <Link href="/properties">See the properties</Link>
            </Button>
          }
        >
          {kyc.validUntil ? `Your identity check counts until ${formatDay(kyc.validUntil)}.` : null}
        </Notice>
      ) : null}
      <Card>
        <CardHeader title="Steps" />
        <CardBody>
          <Steps steps={steps} label="Steps to your first purchase" />
        </CardBody>
      </Card>
      {linking ? <WalletLinkDialog onClose={() => setLinking(false)} /> : null}
    </div>
  );
}

function IdentityStep({ kyc }: { readonly kyc: KycStatus }) {
  if (kyc.state === 'APPROVED' && !kyc.mayStart) return <p>Done. Your documents stay with the provider.</p>;
  if (!kyc.mayStart) return <p>{kyc.state === 'IN_REVIEW' ? 'Being reviewed.' : 'Closed.'}</p>;
  return (
    <div className="flex flex-col items-start gap-3">
      <p>
        Takes about five minutes: a photo of a passport or identity card, and a selfie. You leave Freehold for
        it; the documents stay with the provider, and we never see them.
      </p>
      <StartCheckButton kyc={kyc} />
    </div>
  );
}
