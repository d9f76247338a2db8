import type { Metadata } from 'next';
import { AdminOverview } from '#features/home/admin-overview.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default function Page() {
  return (
    <>
      <PageHeader title="Overview" description="What waits for you, and how the platform stands." />
      <Gate permission="treasury.read">
        <AdminOverview />
      </Gate>
    </>
  );
}
