import type { Metadata } from 'next';
import { AdminProperty } from '#features/property/admin-property.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Property' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="property.read" title="Property">
      <AdminProperty id={id} />
    </Gate>
  );
}
