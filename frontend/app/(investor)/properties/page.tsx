import type { Metadata } from 'next';
import { InvestorProperties } from '#features/property/investor-properties.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Properties' };

export default function Page() {
  return (
    <>
      <PageHeader title="Properties" description="Buildings whose rent is paid out to shareholders." />
      <Gate permission="property.read">
        <InvestorProperties />
      </Gate>
    </>
  );
}
