import type { Metadata } from 'next';
import { ComplianceView } from '#features/compliance/compliance-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Compliance' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Compliance"
        description="Freeze and release, take shares on an order, replace a lost wallet."
      />
      <Gate permission="compliance.read">
        <ComplianceView />
      </Gate>
    </>
  );
}
