import type { Metadata } from 'next';
import { UnitsSection } from '#features/unit/units-section.tsx';

export const metadata: Metadata = { title: 'Units and leases' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <UnitsSection propertyId={id} />;
}
