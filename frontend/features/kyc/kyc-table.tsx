'use client';

import { countryName } from '@freehold/shared/countries';
import { type KycInvestor, type KycState, kycStates, listKyc } from '@freehold/shared/kyc';
import { ScanFace } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { KycStateBadge } from '#features/kyc/kyc-state-badge.tsx';
import { kycStateWords, reasonSentence } from '#features/kyc/kyc-words.ts';
import { MoreButton } from '#features/shell/more-button.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { call } from '#lib/api.ts';
import { formatDay } from '#lib/date-format.ts';
import { useMorePages } from '#lib/use-more-pages.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Field, Select } from '#ui/field.tsx';
import { Moment } from '#ui/moment.tsx';

const PAGE = 100;

const columns: readonly DataColumn<KycInvestor>[] = [
  {
    id: 'investor',
    head: 'Investor',
    cell: (row) => (
      <Link href={`/admin/kyc/${row.id}`} className="group block">
        <span className="block font-medium underline decoration-line-strong underline-offset-4 group-hover:decoration-brand">
          {row.name}
        </span>
        <span className="block text-muted text-xs">{row.email}</span>
      </Link>
    ),
    sort: (row) => row.name,
    csv: (row) => `${row.name} <${row.email}>`,
  },
  {
    id: 'state',
    head: 'State',
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-2">
        <KycStateBadge state={row.state} />
        {row.secondLookDue ? <Badge tone="warn">Second look due</Badge> : null}
        {row.reasons.length > 0 ? (
          <span className="block w-full text-muted text-xs">{row.reasons.map(reasonSentence).join(' ')}</span>
        ) : null}
      </span>
    ),
    sort: (row) => kycStateWords[row.state].label,
    csv: (row) => [row.state, ...row.reasons].join(' '),
  },
  {
    id: 'country',
    head: 'Lives in',
    cell: (row) => (row.country === null ? <span className="text-muted">–</span> : countryName(row.country)),
    sort: (row) => (row.country === null ? '' : countryName(row.country)),
    csv: (row) => (row.country === null ? '' : countryName(row.country)),
    from: 'md',
  },
  {
    id: 'until',
    head: 'Counts until',
    cell: (row) =>
      row.state === 'APPROVED' && row.validUntil ? (
        formatDay(row.validUntil)
      ) : (
        <span className="text-muted">–</span>
      ),
    sort: (row) => row.validUntil ?? '',
    csv: (row) => row.validUntil ?? '',
    from: 'sm',
  },
  {
    id: 'wallets',
    head: 'Wallets',
    cell: (row) => row.wallets,
    sort: (row) => row.wallets,
    csv: (row) => String(row.wallets),
    numeric: true,
    from: 'md',
  },
  {
    id: 'changed',
    head: 'Last change',
    cell: (row) =>
      row.updatedAt ? <Moment at={row.updatedAt} /> : <span className="text-muted">never</span>,
    sort: (row) => row.updatedAt ?? '',
    csv: (row) => row.updatedAt ?? '',
    from: 'lg',
  },
];

const stateOf = (text: string): KycState | undefined => kycStates.find((state) => state === text);

/** Every investor and where their identity check stands. */
export function KycTable() {
  const [state, setState] = useState<KycState>();
  const filter = state === undefined ? {} : { state };
  const investors = useMorePages<KycInvestor>(
    [listKyc.path, filter],
    (cursor, signal) =>
      call(
        listKyc,
        { query: { limit: PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) } },
        { signal },
      ),
    { every: 10_000, keep: true },
  );
  return (
    <Card>
      <CardHeader
        title="Identity checks"
        actions={
          <Field label="State">
            {(control) => (
              <Select
                {...control}
                value={state ?? ''}
                onChange={(event) => setState(stateOf(event.target.value))}
              >
                <option value="">All</option>
                {kycStates.map((name) => (
                  <option key={name} value={name}>
                    {kycStateWords[name].label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        }
      />
      <QueryView query={investors} className="px-5 pb-5">
        {(items) => (
          <DataTable
            key={state}
            caption="Identity checks"
            rows={items}
            columns={columns}
            rowId={(row) => row.id}
            fileName="freehold-identity-checks"
            empty={
              <EmptyState icon={ScanFace} title={state ? 'Nobody is in this state' : 'No investors yet'}>
                {state
                  ? 'Choose another state to see the others.'
                  : 'People open an investor account on the sign-up page and are led to the identity check.'}
              </EmptyState>
            }
          />
        )}
      </QueryView>
      <MoreButton pages={investors} what="older accounts" />
    </Card>
  );
}
