import type { Metadata } from 'next';
import { EditPropertyForm } from '#features/property/edit-property-form.tsx';

export const metadata: Metadata = { title: 'Change a draft' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <EditPropertyForm id={id} />;
}
