import type { Metadata } from 'next';
import { StatementsView } from '#features/portfolio/statements-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Statements' };

export default function Page() {
  return (
    <>
      <PageHeader
        back={{ href: '/portfolio', label: 'Portfolio' }}
        title="Statements"
        description="What you received, bought and sold, month by month and year by year."
      />
      <Gate permission="portfolio.read">
        <StatementsView />
      </Gate>
    </>
  );
}
