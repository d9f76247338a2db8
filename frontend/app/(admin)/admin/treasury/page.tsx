import type { Metadata } from 'next';
import { Gate } from '#features/session/gate.tsx';
import { TreasuryView } from '#features/treasury/treasury-view.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Treasury' };

export default function Page() {
  return (
    <>
      <PageHeader title="Treasury" description="Where the money is between tenant and investor." />
      <Gate permission="treasury.read">
        <TreasuryView />
      </Gate>
    </>
  );
}
