'use client';

import type { LedgerEntry } from '@freehold/shared/ledger';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';

type Posting = LedgerEntry['postings'][number];

/** One side of the table shows the amount, the other nothing. */
function amountOn(side: Posting['side'], head: string): DataColumn<Posting> {
  return {
    id: side,
    head,
    numeric: true,
    cell: (posting) => (posting.side === side ? formatMoney(posting, { unit: false }) : ''),
    csv: (posting) => (posting.side === side ? decimalOf(posting) : undefined),
  };
}

const columns: readonly DataColumn<Posting>[] = [
  {
    id: 'account',
    head: 'Account',
    cell: (posting) => (
      <>
        <span className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{posting.account}</span>
        <span className="block text-muted text-xs sm:hidden">{posting.currency}</span>
      </>
    ),
    csv: (posting) => posting.account,
  },
  amountOn('D', 'Debit'),
  amountOn('C', 'Credit'),
  {
    id: 'currency',
    head: 'Currency',
    cell: (posting) => posting.currency,
    csv: (posting) => posting.currency,
    from: 'sm',
  },
];

interface PostingsTableProps {
  readonly postings: readonly Posting[];
  readonly fileName: string;
}

/** The postings of one journal entry; debits equal credits in each currency. */
export function PostingsTable({ postings, fileName }: PostingsTableProps) {
  return (
    <DataTable
      caption="Postings"
      rows={postings}
      columns={columns}
      rowId={(posting) => String(posting.position)}
      fileName={fileName}
    />
  );
}
