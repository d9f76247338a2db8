'use client';

import { type LedgerEntry, readLedgerEntry, readLedgerReceipt } from '@freehold/shared/ledger';
import { Equal, EqualNot } from 'lucide-react';
import { isBalanced } from '#features/ledger/entry-sum.ts';
import { PostingsTable } from '#features/ledger/postings-table.tsx';
import { ReceiptProof } from '#features/receipt/receipt-proof.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';
import { PageHeader } from '#ui/page-header.tsx';

/** One journal entry: what, when, from where to where, and its proof. */
export function EntryView({ id }: { readonly id: string }) {
  const entry = useRoute(
    readLedgerEntry,
    { params: { id } },
    { every: (data) => (data?.sequence === null ? 3_000 : false) },
  );
  const receipt = useRoute(
    readLedgerReceipt,
    { params: { id } },
    { every: (data) => (data?.state === 'ANCHORED' ? false : 3_000) },
  );
  return (
    <>
      <PageHeader back={{ href: '/admin/ledger', label: 'Ledger' }} title={`Entry #${id}`} />
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2 lg:items-start">
        <QueryView query={entry}>{(data) => <EntryBody entry={data} />}</QueryView>
        <QueryView query={receipt}>
          {(data) => <ReceiptProof state={data} fileName={`freehold-entry-${id}`} />}
        </QueryView>
      </div>
    </>
  );
}

function EntryBody({ entry }: { readonly entry: LedgerEntry }) {
  const balanced = isBalanced(entry);
  const Mark = balanced ? Equal : EqualNot;
  return (
    <Card>
      <CardHeader title={entry.description} />
      <CardBody>
        <Details className="text-sm">
          <Detail label="Happened">
            <Moment at={entry.effectiveAt} />
          </Detail>
          <Detail label="Recorded">
            <Moment at={entry.postedAt} />
          </Detail>
          <Detail label="Source">
            {entry.sourceType}, {entry.postingKind}
          </Detail>
          <Detail label="Source id">
            <Copyable value={entry.sourceId} what="source id" />
          </Detail>
          <Detail label="Place in the sealed log">{entry.sequence ?? 'waits for the sealer'}</Detail>
          <Detail label="Fingerprint">
            {entry.leafHash ? <Copyable value={entry.leafHash} what="fingerprint" /> : '—'}
          </Detail>
        </Details>
      </CardBody>
      <PostingsTable postings={entry.postings} fileName={`freehold-entry-${entry.id}`} />
      <p
        className={`flex items-center gap-2 px-5 py-4 font-medium text-sm ${balanced ? 'text-good' : 'text-bad'}`}
        role={balanced ? undefined : 'alert'}
      >
        <Mark className="size-4" aria-hidden />
        {balanced ? 'Debits equal credits' : 'Debits do not equal credits'}
      </p>
    </Card>
  );
}
