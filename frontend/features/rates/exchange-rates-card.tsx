'use client';

import { type ExchangeRate, listExchangeRates, recordExchangeRates } from '@freehold/shared/display-currency';
import { Coins } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { parseRates } from '#features/rates/parse-rates.ts';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Field, Textarea } from '#ui/field.tsx';

const columns: readonly DataColumn<ExchangeRate>[] = [
  { id: 'on', head: 'Day', cell: ({ on }) => on, sort: ({ on }) => on, csv: ({ on }) => on },
  {
    id: 'currency',
    head: 'Currency',
    cell: ({ currency }) => currency,
    sort: ({ currency }) => currency,
    csv: ({ currency }) => currency,
  },
  { id: 'source', head: 'Source', cell: ({ source }) => source, csv: ({ source }) => source, from: 'sm' },
  {
    id: 'by',
    head: 'Stored by',
    cell: ({ recordedBy }) => recordedBy?.name ?? '—',
    csv: ({ recordedBy }) => recordedBy?.name,
    from: 'md',
  },
  { id: 'rate', head: 'For one USD', numeric: true, cell: ({ rate }) => rate, csv: ({ rate }) => rate },
];

/** Rates of the currencies shown beside USD. */
export function ExchangeRatesCard() {
  const rates = useRoute(listExchangeRates, {});
  const { may } = useSession();
  return (
    <Card>
      <CardHeader
        title="Exchange rates"
        description="What happened on a day is shown at the newest rate on or before it. A stored rate never changes; nothing is fetched from elsewhere."
      />
      {may('exchangeRate.write') ? <ImportRates /> : null}
      <QueryView query={rates} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Exchange rates"
            rows={items}
            columns={columns}
            rowId={({ currency, on }) => `${currency}-${on}`}
            fileName="freehold-exchange-rates"
            empty={
              <EmptyState icon={Coins} title="No rates yet">
                Until there are, every figure is in USD alone.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}

function ImportRates() {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const act = useAct(recordExchangeRates, {
    refreshes: [listExchangeRates],
    onDone: ({ stored, known }) => {
      toast.success(`${stored} stored, ${known} known already`);
      setText('');
    },
  });
  const submit = () => {
    const parsed = parseRates(text);
    setProblem('problem' in parsed ? parsed.problem : undefined);
    if ('rates' in parsed) act.mutate({ body: { rates: [...parsed.rates] } });
  };
  return (
    <CardBody className="flex flex-col gap-3">
      <Field
        label="Add rates"
        hint="One a line: day, currency, how much of it one US dollar is, source. For example 2026-04-01,EUR,0.9123,ECB reference rate"
        error={problem}
      >
        {(control) => (
          <Textarea {...control} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
      <div>
        <Button busy={act.isPending} onClick={submit}>
          Store the rates
        </Button>
      </div>
    </CardBody>
  );
}
