import type { Metadata } from 'next';
import { TenantHome } from '#features/rent/tenant-home.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Rent' };

export default function TenantPage() {
  return (
    <>
      <PageHeader title="Rent" />
      <Gate permission="rent.pay">
        <TenantHome />
      </Gate>
    </>
  );
}
