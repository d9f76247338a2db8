import type { Metadata } from 'next';
import { MarketsView } from '#features/marketplace/markets-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Market' };

export default function Page() {
  return (
    <>
      <PageHeader title="Market" description="Buy and sell shares from wallet to wallet." />
      <Gate permission="market.read">
        <MarketsView />
      </Gate>
    </>
  );
}
