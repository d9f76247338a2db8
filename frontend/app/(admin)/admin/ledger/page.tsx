import type { Metadata } from 'next';
import { LedgerView } from '#features/ledger/ledger-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Ledger' };

export default function Page() {
  return (
    <>
      <PageHeader
        title="Ledger"
        description="Every movement of money as a journal entry: append-only, sealed, and anchored on the chain."
      />
      <Gate permission="ledger.read">
        <LedgerView />
      </Gate>
    </>
  );
}
