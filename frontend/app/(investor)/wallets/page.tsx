import type { Metadata } from 'next';
import { Gate } from '#features/session/gate.tsx';
import { WalletsView } from '#features/wallet/wallets-view.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Wallets' };

export default function Page() {
  return (
    <>
      <PageHeader title="Wallets" description="Where your shares are and your dividends go." />
      <Gate permission="account.self">
        <WalletsView />
      </Gate>
    </>
  );
}
