'use client';

import { readPortfolio } from '@freehold/shared/portfolio';
import {
  exportTransactions,
  kindWords,
  listTransactions,
  type TransactionFilter,
  transactionKinds,
} from '@freehold/shared/transaction';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { TransactionsTable } from '#features/portfolio/transactions-table.tsx';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { call } from '#lib/api.ts';
import { asApiError } from '#lib/api-error.ts';
import { useDownload } from '#lib/use-download.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Field, Input, Select } from '#ui/field.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

type Filter = Pick<TransactionFilter, 'propertyId' | 'kind' | 'from' | 'to' | 'wallet'>;

/** Everything that moved shares or dividends, filtered, page by page, and the same as a file. */
export function TransactionsView() {
  const [filter, setFilter] = useState<Filter>({});
  const pages = useInfiniteQuery({
    queryKey: [listTransactions.path, filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(
        listTransactions,
        { query: { ...filter, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        { signal },
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const download = useDownload(exportTransactions);
  const rows = pages.data?.pages.flatMap(({ items }) => items);
  return (
    <Card>
      <CardHeader
        title="Transactions"
        description="Newest first. The file holds exactly what the filter shows, all pages."
        actions={
          <Button
            tone="secondary"
            size="small"
            busy={download.isPending}
            onClick={() => download.mutate({ query: filter })}
          >
            <Download aria-hidden /> CSV
          </Button>
        }
      />
      <CardBody className="flex flex-col gap-4">
        <Filters filter={filter} onChange={setFilter} />
        {download.error ? <FailureNotice error={download.error} /> : null}
        {pages.error ? (
          <FailureNotice error={asApiError(pages.error)} onRetry={() => void pages.refetch()} />
        ) : null}
      </CardBody>
      {rows ? <TransactionsTable rows={rows} /> : pages.error ? null : <SkeletonRows />}
      {pages.hasNextPage ? (
        <CardBody className="pt-4">
          <Button tone="secondary" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show older ones
          </Button>
        </CardBody>
      ) : null}
    </Card>
  );
}

interface FiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** The filter without what is empty. */
function withPart(filter: Filter, part: keyof Filter, value: string): Filter {
  const { [part]: _, ...rest } = filter;
  return value === '' ? rest : { ...rest, [part]: value };
}

function Filters({ filter, onChange }: FiltersProps) {
  const portfolio = useRoute(readPortfolio, {});
  const set = (part: keyof Filter) => (event: { readonly target: { readonly value: string } }) =>
    onChange(withPart(filter, part, event.target.value));
  const { positions = [], wallets = [] } = portfolio.data ?? {};
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
      <Field label="Property">
        {(control) => (
          <Select {...control} value={filter.propertyId ?? ''} onChange={set('propertyId')}>
            <option value="">All</option>
            {positions.map(({ propertyId, propertyName }) => (
              <option key={propertyId} value={propertyId}>
                {propertyName}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="What">
        {(control) => (
          <Select {...control} value={filter.kind ?? ''} onChange={set('kind')}>
            <option value="">All</option>
            {transactionKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Wallet">
        {(control) => (
          <Select {...control} value={filter.wallet ?? ''} onChange={set('wallet')}>
            <option value="">All</option>
            {wallets.map((wallet) => (
              <option key={wallet} value={wallet}>
                {wallet.slice(0, 6)}…{wallet.slice(-4)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="From (UTC)">
        {(control) => <Input {...control} type="date" value={filter.from ?? ''} onChange={set('from')} />}
      </Field>
      <Field label="To (UTC)">
        {(control) => <Input {...control} type="date" value={filter.to ?? ''} onChange={set('to')} />}
      </Field>
    </div>
  );
}
