import type { Metadata } from 'next';
import { Gate } from '#features/session/gate.tsx';
import { AdminStatements } from '#features/statement/admin-statements.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Income statements' };

export default function Page() {
  return (
    <>
      <PageHeader title="Income statements" description="Months that managers handed in." />
      <Gate permission="statement.read">
        <AdminStatements />
      </Gate>
    </>
  );
}
