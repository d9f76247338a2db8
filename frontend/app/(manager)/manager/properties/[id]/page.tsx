import type { Metadata } from 'next';
import { PayoutAddressCard } from '#features/proceeds/payout-address-card.tsx';
import { UnitsSection } from '#features/unit/units-section.tsx';

export const metadata: Metadata = { title: 'Units and leases' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <div className="flex flex-col gap-6">
      <UnitsSection propertyId={id} />
      <PayoutAddressCard propertyId={id} />
    </div>
  );
}
