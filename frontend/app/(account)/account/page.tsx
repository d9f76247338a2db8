import type { Metadata } from 'next';
import { EmailCard } from '#features/account/email-card.tsx';
import { FactorCard } from '#features/account/factor-card.tsx';
import { PasswordCard } from '#features/account/password-card.tsx';
import { SessionsCard } from '#features/account/sessions-card.tsx';
import { WhoCard } from '#features/account/who-card.tsx';
import { Gate } from '#features/session/gate.tsx';
import { WalletsView } from '#features/wallet/wallets-view.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Account' };

export default function Page() {
  return (
    <>
      <PageHeader title="Account" description="Who you are here, and everything that opens your account." />
      <Gate permission="account.self">
        <div className="flex flex-col gap-6">
          <WhoCard />
          <EmailCard />
          <FactorCard />
          <SessionsCard />
          <WalletsView />
          <PasswordCard />
        </div>
      </Gate>
    </>
  );
}
