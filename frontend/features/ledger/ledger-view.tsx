'use client';

import { useState } from 'react';
import { AnchorsTable } from '#features/ledger/anchors-table.tsx';
import { BalancesTable } from '#features/ledger/balances-table.tsx';
import { EntriesTable } from '#features/ledger/entries-table.tsx';
import { Tabs } from '#ui/tabs.tsx';

const ITEMS = [
  { id: 'entries', label: 'Entries', content: <EntriesTable /> },
  { id: 'balances', label: 'Balances', content: <BalancesTable /> },
  { id: 'anchors', label: 'Anchors', content: <AnchorsTable /> },
] as const;

export function LedgerView() {
  const [tab, setTab] = useState('entries');
  return <Tabs label="Ledger" items={ITEMS} value={tab} onChange={setTab} />;
}
