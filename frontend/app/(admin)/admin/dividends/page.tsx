import type { Metadata } from 'next';
import { DividendsTable } from '#features/dividend/dividends-table.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Dividends' };

export default function Page() {
  return (
    <>
      <PageHeader title="Dividends" description="One dividend for each approved statement." />
      <Gate permission="dividend.read">
        <DividendsTable />
      </Gate>
    </>
  );
}
