import type { Metadata } from 'next';
import { MarketView } from '#features/marketplace/market-view.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Market' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return (
    <Gate permission="market.read" title="Market">
      <MarketView id={id} />
    </Gate>
  );
}
