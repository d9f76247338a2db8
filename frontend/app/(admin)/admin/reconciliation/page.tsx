import type { Metadata } from 'next';
import { ReconciliationView } from '#features/reconciliation/reconciliation-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Reconciliation' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Reconciliation"
        description="Providers, ledger and chain, compared by code that shares nothing with the posting of entries."
      />
      <Gate permission="reconciliation.read">
        <ReconciliationView />
      </Gate>
    </>
  );
}
