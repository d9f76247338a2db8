import type { Metadata } from 'next';
import { KycDetailView } from '#features/kyc/kyc-detail-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Identity check' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="kyc.read" title="Identity check">
      <KycDetailView id={id} />
    </Gate>
  );
}
