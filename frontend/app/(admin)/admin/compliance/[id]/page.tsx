import type { Metadata } from 'next';
import { ActView } from '#features/compliance/act-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Act of compliance' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="compliance.read" title="Act of compliance">
      <ActView id={id} />
    </Gate>
  );
}
