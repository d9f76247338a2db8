import type { Metadata } from 'next';
import { ExpensesSection } from '#features/expense/expenses-section.tsx';

export const metadata: Metadata = { title: 'Expenses' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <ExpensesSection propertyId={id} />;
}
