import type { Metadata } from 'next';
import { InvestorsTable } from '#features/investor/investors-table.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Investors' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Investors"
        description="Who may hold shares. Verification is recorded on the chain for every linked wallet."
      />
      <Gate permission="investor.read">
        <InvestorsTable />
      </Gate>
    </>
  );
}
