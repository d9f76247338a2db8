import type { Metadata } from 'next';
import { TransactionsView } from '#features/portfolio/transactions-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Transactions' };

export default function Page() {
  return (
    <>
      <PageHeader
        back={{ href: '/portfolio', label: 'Portfolio' }}
        title="Transactions"
        description="Everything that moved shares or dividends of your wallets."
      />
      <Gate permission="portfolio.read">
        <TransactionsView />
      </Gate>
    </>
  );
}
