import type { Metadata } from 'next';
import { InvestorProperty } from '#features/property/investor-property.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Property' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="property.read" title="Property">
      <InvestorProperty id={id} />
    </Gate>
  );
}
