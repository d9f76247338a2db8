import type { Metadata } from 'next';
import { DividendView } from '#features/dividend/dividend-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Dividend' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="dividend.read" title="Dividend">
      <DividendView id={id} />
    </Gate>
  );
}
