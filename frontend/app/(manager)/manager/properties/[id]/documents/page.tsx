import type { Metadata } from 'next';
import { DocumentsCard } from '#features/document/documents-card.tsx';
import { ChecklistCard } from '#features/property/checklist-card.tsx';

export const metadata: Metadata = { title: 'Documents' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <div className="grid gap-6 lg:grid-cols-[2fr_1fr] lg:items-start">
      <div className="min-w-0">
        <DocumentsCard propertyId={id} />
      </div>
      <ChecklistCard propertyId={id} />
    </div>
  );
}
