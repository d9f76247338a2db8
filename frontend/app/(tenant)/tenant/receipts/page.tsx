import type { Metadata } from 'next';
import { TenantReceipts } from '#features/rent/tenant-receipts.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Receipts' };

export default function ReceiptsPage() {
  return (
    <>
      <PageHeader
        title="Receipts"
        description="Each receipt can be checked by anyone, without trusting us: its fingerprint is part of a root stored on a public chain."
      />
      <Gate permission="rent.pay">
        <TenantReceipts />
      </Gate>
    </>
  );
}
