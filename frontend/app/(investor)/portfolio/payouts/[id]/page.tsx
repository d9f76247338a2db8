import type { Metadata } from 'next';
import { PayoutView } from '#features/portfolio/payout-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Payout' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="payout.read" title="Payout">
      <PayoutView id={id} />
    </Gate>
  );
}
