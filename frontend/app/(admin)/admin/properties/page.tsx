import type { Metadata } from 'next';
import { AdminProperties } from '#features/property/admin-properties.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Properties' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Properties"
        description="Every building on the platform, from draft to issued shares."
      />
      <Gate permission="property.read">
        <AdminProperties />
      </Gate>
    </>
  );
}
