'use client';

import { type LedgerEntry, listLedgerEntries } from '@freehold/shared/ledger';
import { useInfiniteQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { entrySums } from '#features/ledger/entry-sum.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { call } from '#lib/api.ts';
import { decimalOf, formatMoney } from '#lib/money-format.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Input } from '#ui/field.tsx';
import { Moment } from '#ui/moment.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

const PAGE = 50;

const columns: readonly DataColumn<LedgerEntry>[] = [
  {
    id: 'id',
    head: 'Entry',
    cell: (entry) => (
      <Link
        href={`/admin/ledger/${entry.id}`}
        className="figures font-medium text-brand underline-offset-4 hover:underline"
      >
        #{entry.id}
      </Link>
    ),
    sort: (entry) => BigInt(entry.id),
    csv: (entry) => entry.id,
  },
  {
    id: 'description',
    head: 'What happened',
    cell: (entry) => (
      <>
        <span className="block">{entry.description}</span>
        <span className="block text-muted text-xs">
          {entry.sourceType}, {entry.postingKind}
        </span>
      </>
    ),
    sort: (entry) => entry.description,
    csv: (entry) => entry.description,
  },
  {
    id: 'at',
    head: 'When',
    cell: (entry) => <Moment at={entry.effectiveAt} />,
    sort: (entry) => entry.effectiveAt,
    csv: (entry) => entry.effectiveAt,
    from: 'md',
  },
  {
    id: 'seal',
    head: 'Seal',
    cell: (entry) =>
      entry.sequence === null ? (
        <Badge tone="warn">Waits for the sealer</Badge>
      ) : (
        <Badge tone="good">Sealed</Badge>
      ),
    sort: (entry) => (entry.sequence === null ? 0 : 1),
    csv: (entry) => entry.sequence,
    from: 'sm',
  },
  {
    id: 'sums',
    head: 'Moved',
    numeric: true,
    cell: (entry) =>
      entrySums(entry).map((sum) => (
        <span key={sum.currency} className="block">
          {formatMoney(sum)}
        </span>
      )),
    csv: (entry) =>
      entrySums(entry)
        .map((sum) => `${decimalOf(sum)} ${sum.currency}`)
        .join('; '),
  },
];

/** Journal entries, newest first, page by page; filtered by account on request. */
export function EntriesTable() {
  const [typed, setTyped] = useState('');
  const [account, setAccount] = useState('');
  const entries = useInfiniteQuery({
    queryKey: [listLedgerEntries.path, 'paged', account],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(
        listLedgerEntries,
        {
          query: {
            limit: PAGE,
            ...(pageParam ? { cursor: pageParam } : {}),
            ...(account ? { account } : {}),
          },
        },
        { signal },
      ),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 10_000,
  });
  const rows = entries.data?.pages.flatMap((page) => page.items);
  return (
    <Card>
      <CardHeader
        title="Journal"
        actions={
          <search>
            <form
              className="flex gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                setAccount(typed.trim());
              }}
            >
              <Input
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                placeholder="A:bank:operating"
                aria-label="Account"
                className="h-8 w-48 font-mono text-xs"
              />
              <Button type="submit" tone="secondary" size="small">
                Filter
              </Button>
            </form>
          </search>
        }
      />
      {entries.error ? (
        <FailureNotice error={entries.error} onRetry={() => void entries.refetch()} className="m-5" />
      ) : null}
      {rows ? (
        <>
          <DataTable
            caption="Journal entries"
            rows={rows}
            columns={columns}
            rowId={(entry) => entry.id}
            fileName="freehold-journal"
            pageSize={25}
            empty={
              <EmptyState
                icon={BookOpen}
                title={account ? 'No entry touches this account' : 'The journal is empty'}
              >
                {account
                  ? 'Check the spelling; accounts look like A:bank:operating. Clear the field to see everything.'
                  : 'The first entry is written when rent is charged. Entries are never changed and never deleted.'}
              </EmptyState>
            }
          />
          {entries.hasNextPage ? (
            <div className="flex justify-center border-line border-t p-3">
              <Button
                tone="quiet"
                busy={entries.isFetchingNextPage}
                onClick={() => void entries.fetchNextPage()}
              >
                Load {PAGE} older entries
              </Button>
            </div>
          ) : null}
        </>
      ) : entries.error ? null : (
        <div className="px-5 pb-5">
          <SkeletonRows rows={8} />
        </div>
      )}
    </Card>
  );
}
