'use client';

import { exportCapTable, exportRegister, type Register, readRegister } from '@freehold/shared/compliance';
import { listProperties } from '@freehold/shared/property';
import { Download, Users } from 'lucide-react';
import { useState } from 'react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatInstant } from '#lib/date-format.ts';
import { formatShareOf, formatShares } from '#lib/money-format.ts';
import { useDownload } from '#lib/use-download.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Field, Input, Select } from '#ui/field.tsx';
import { Figure, FigureRow } from '#ui/figure.tsx';

type Row = Register['capTable'][number];
const percent = (basisPoints: number): string => formatShareOf(BigInt(basisPoints), 10_000n);

const columns: readonly DataColumn<Row>[] = [
  {
    id: 'who',
    head: 'Holder',
    cell: ({ investor, wallets }) => (
      <>
        <span className="block font-medium">{investor?.name ?? 'Not linked to an account'}</span>
        {wallets.map((wallet) => (
          <span key={wallet} className="figures block break-all text-muted text-xs">
            {wallet}
          </span>
        ))}
      </>
    ),
    sort: ({ investor, wallets }) => investor?.name ?? wallets[0] ?? '',
  },
  {
    id: 'part',
    head: 'Part',
    numeric: true,
    cell: ({ basisPoints }) => percent(basisPoints),
    sort: ({ basisPoints }) => basisPoints,
  },
  {
    id: 'shares',
    head: 'Shares',
    numeric: true,
    cell: ({ shares }) => formatShares(shares),
    sort: ({ shares }) => BigInt(shares),
  },
];

/** Register and cap table of a property at the end of any day. */
export function RegisterView() {
  const properties = useRoute(listProperties, {});
  const [chosen, setChosen] = useState('');
  const [on, setOn] = useState('');
  return (
    <QueryView query={properties}>
      {({ items }) => {
        const tokens = items.filter(({ token }) => token !== null);
        const id = chosen === '' ? tokens[0]?.id : chosen;
        if (id === undefined) {
          return (
            <EmptyState icon={Users} title="No property is tokenized yet">
              A register begins with the first issue of shares.
            </EmptyState>
          );
        }
        return (
          <div className="flex flex-col gap-6">
            <div className="grid gap-3 sm:grid-cols-2">
              <Field label="Property">
                {(control) => (
                  <Select {...control} value={id} onChange={(event) => setChosen(event.target.value)}>
                    {tokens.map((property) => (
                      <option key={property.id} value={property.id}>
                        {property.name}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Field label="At the end of (UTC)" hint="Empty for now.">
                {(control) => (
                  <Input
                    {...control}
                    type="date"
                    value={on}
                    onChange={(event) => setOn(event.target.value)}
                  />
                )}
              </Field>
            </div>
            <RegisterOf id={id} on={on} />
          </div>
        );
      }}
    </QueryView>
  );
}

function RegisterOf({ id, on }: { readonly id: string; readonly on: string }) {
  const request = { params: { id }, query: on === '' ? {} : { on } };
  const register = useRoute(readRegister, request);
  const holders = useDownload(exportRegister);
  const table = useDownload(exportCapTable);
  const failure = holders.error ?? table.error;
  return (
    <QueryView query={register}>
      {({ concentration, capTable, asOf, asOfBlock, supply }) => (
        <>
          <FigureRow>
            <Figure label="Holders" value={concentration.holders} />
            <Figure label="Largest" value={percent(concentration.largest)} />
            <Figure label="Five largest" value={percent(concentration.fiveLargest)} />
            <Figure label="Ten largest" value={percent(concentration.tenLargest)} />
            <Figure label="Herfindahl index" value={concentration.herfindahl} note="10,000: one holds all" />
          </FigureRow>
          {failure ? <FailureNotice error={failure} /> : null}
          <Card>
            <CardHeader
              title="Cap table"
              description={`All wallets of a person as one. As the chain said at block ${asOfBlock}, ${formatInstant(asOf)}.`}
              actions={
                <>
                  <Button tone="secondary" size="small" onClick={() => table.mutate(request)}>
                    <Download aria-hidden /> Cap table
                  </Button>
                  <Button tone="secondary" size="small" onClick={() => holders.mutate(request)}>
                    <Download aria-hidden /> Register by wallet
                  </Button>
                </>
              }
            />
            <DataTable
              caption="Cap table"
              rows={capTable}
              columns={columns}
              rowId={({ wallets }) => wallets[0] ?? ''}
              fileName="freehold-cap-table"
              totals={{ who: 'Issued', shares: formatShares(supply) }}
              empty={
                <EmptyState icon={Users} title="Nobody held shares then">
                  Choose a later day.
                </EmptyState>
              }
            />
          </Card>
        </>
      )}
    </QueryView>
  );
}
