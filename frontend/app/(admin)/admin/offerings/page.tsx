import type { Metadata } from 'next';
import { OfferingsTable } from '#features/offering/offerings-table.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Primary sales' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Primary sales"
        description="Shares sold for the first time, and how far each sale is."
      />
      <Gate permission="offering.read">
        <OfferingsTable />
      </Gate>
    </>
  );
}
