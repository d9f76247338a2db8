import type { Metadata } from 'next';
import { RentRollSection } from '#features/rent/rent-roll.tsx';

export const metadata: Metadata = { title: 'Rent roll' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <RentRollSection propertyId={id} />;
}
