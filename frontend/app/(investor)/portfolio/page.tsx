import type { Metadata } from 'next';
import { PortfolioView } from '#features/portfolio/portfolio-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Portfolio' };

export default function Page() {
  return (
    <>
      <PageHeader title="Portfolio" description="What you own and what it brought." />
      <Gate permission="portfolio.read">
        <PortfolioView />
      </Gate>
    </>
  );
}
