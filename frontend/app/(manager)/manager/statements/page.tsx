import type { Metadata } from 'next';
import { Gate } from '#features/session/gate.tsx';
import { StatementsTable } from '#features/statement/statements-table.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Income statements' };

export default function ManagerStatementsPage() {
  return (
    <>
      <PageHeader
        title="Income statements"
        description="What you submitted and how it stands. To submit a month, open its property."
      />
      <Gate permission="statement.read">
        <StatementsTable reader="manager" />
      </Gate>
    </>
  );
}
