import type { Metadata } from 'next';
import { OfferingView } from '#features/offering/offering-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Primary sale' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="offering.read" title="Primary sale">
      <OfferingView id={id} />
    </Gate>
  );
}
