import type { Metadata } from 'next';
import { KycTable } from '#features/kyc/kyc-table.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Identity checks' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Identity checks"
        description="A provider checks who investors are; what it decides is told to the chain by itself."
      />
      <Gate permission="kyc.read">
        <KycTable />
      </Gate>
    </>
  );
}
