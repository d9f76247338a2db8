import type { Metadata } from 'next';
import { EntryView } from '#features/ledger/entry-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Journal entry' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="ledger.read" title="Journal entry">
      <EntryView id={id} />
    </Gate>
  );
}
