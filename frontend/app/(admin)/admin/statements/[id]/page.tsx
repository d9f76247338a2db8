import type { Metadata } from 'next';
import { Gate } from '#features/session/gate.tsx';
import { StatementReview } from '#features/statement/statement-review.tsx';

export const metadata: Metadata = { title: 'Income statement' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="statement.read" title="Income statement">
      <StatementReview id={id} />
    </Gate>
  );
}
