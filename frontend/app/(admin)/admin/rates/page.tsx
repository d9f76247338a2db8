import type { Metadata } from 'next';
import { ExchangeRatesCard } from '#features/rates/exchange-rates-card.tsx';
import { WithholdingCard } from '#features/rates/withholding-card.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Rates' };

export default function Page() {
  return (
    <>
      <PageHeader title="Rates" description="What investors' figures are shown and stated with." />
      <Gate permission="exchangeRate.read">
        <div className="flex flex-col gap-6">
          <ExchangeRatesCard />
          <WithholdingCard />
        </div>
      </Gate>
    </>
  );
}
