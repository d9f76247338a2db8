import type { Metadata } from 'next';
import { ManagerStatement } from '#features/statement/manager-statement.tsx';

export const metadata: Metadata = { title: 'Income statement' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <ManagerStatement propertyId={id} />;
}
