'use client';

import {
  listWithholdingRates,
  recordWithholdingRate,
  type WithholdingRate,
  withholdingRateSchema,
} from '@freehold/shared/investor-statement';
import { Percent } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatShareOf } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

const percent = (basisPoints: number): string => formatShareOf(BigInt(basisPoints), 10_000n);
const columns: readonly DataColumn<WithholdingRate>[] = [
  {
    id: 'country',
    head: 'Country (ISO 3166-1 number)',
    cell: ({ country }) => String(country).padStart(3, '0'),
    sort: ({ country }) => country,
    csv: ({ country }) => country,
  },
  {
    id: 'from',
    head: 'In force from',
    cell: ({ effectiveFrom }) => effectiveFrom,
    sort: ({ effectiveFrom }) => effectiveFrom,
    csv: ({ effectiveFrom }) => effectiveFrom,
  },
  { id: 'source', head: 'Source', cell: ({ source }) => source, csv: ({ source }) => source, from: 'sm' },
  {
    id: 'rate',
    head: 'Rate',
    numeric: true,
    cell: ({ basisPoints }) => percent(basisPoints),
    csv: ({ basisPoints }) => percent(basisPoints),
  },
];

/** Rates that statements show for information. */
export function WithholdingCard() {
  const rates = useRoute(listWithholdingRates, {});
  const { may } = useSession();
  return (
    <Card>
      <CardHeader
        title="Withholding rates"
        description="By country of residence. Statements show what a rate would keep back, with its source; nothing is ever taken off."
      />
      {may('withholding.write') ? <AddRate /> : null}
      <QueryView query={rates} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Withholding rates"
            rows={items}
            columns={columns}
            rowId={({ country, effectiveFrom }) => `${country}-${effectiveFrom}`}
            fileName="freehold-withholding-rates"
            empty={
              <EmptyState icon={Percent} title="No rates yet">
                Without one, statements say that nothing was withheld.
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  );
}

const fields = [
  { id: 'country', label: 'Country number', type: 'text', hint: 'For example 276' },
  { id: 'basisPoints', label: 'Hundredths of a percent', type: 'text', hint: '1500 is 15 %' },
  { id: 'effectiveFrom', label: 'In force from', type: 'date', hint: '' },
  { id: 'source', label: 'Source', type: 'text', hint: 'Law or treaty, article and date' },
] as const;

function AddRate() {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState(false);
  const act = useAct(recordWithholdingRate, {
    refreshes: [listWithholdingRates],
    onDone: () => {
      toast.success('Stored');
      setTyped({});
    },
  });
  const submit = () => {
    const { country = '', basisPoints = '', effectiveFrom, source = '' } = typed;
    const whole = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN);
    const parsed = withholdingRateSchema.safeParse({
      country: whole(country),
      basisPoints: whole(basisPoints),
      effectiveFrom,
      source,
    });
    setWrong(!parsed.success || source.trim() === '');
    if (parsed.success && source.trim() !== '') act.mutate({ body: parsed.data });
  };
  return (
    <CardBody className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {fields.map(({ id, label, type, hint }) => (
          <Field key={id} label={label} hint={hint}>
            {(control) => (
              <Input
                {...control}
                type={type}
                value={typed[id] ?? ''}
                onChange={(event) => setTyped({ ...typed, [id]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {wrong ? (
        <Notice
          kind="bad"
          title="Give the country's number, the rate in hundredths of a percent, the day and the source."
        />
      ) : null}
      {act.error ? <FailureNotice error={act.error} /> : null}
      <div>
        <Button busy={act.isPending} onClick={submit}>
          Store the rate
        </Button>
      </div>
    </CardBody>
  );
}
