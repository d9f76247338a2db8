'use client';

import {
  displayCurrencies,
  readDisplayCurrency,
  setDisplayCurrency,
} from '@freehold/shared/display-currency';
import { listInvestorStatements, readInvestorStatement } from '@freehold/shared/investor-statement';
import { readPortfolio } from '@freehold/shared/portfolio';
import { listTransactions } from '@freehold/shared/transaction';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Field, Select } from '#ui/field.tsx';

/** The currency beside USD. */
export function DisplayCurrencyField() {
  const chosen = useRoute(readDisplayCurrency, {});
  const act = useAct(setDisplayCurrency, {
    refreshes: [
      readDisplayCurrency,
      readPortfolio,
      listTransactions,
      listInvestorStatements,
      readInvestorStatement,
    ],
  });
  const choose = (value: string) => {
    const currency = displayCurrencies.find((known) => known === value);
    if (currency) act.mutate({ body: { currency } });
  };
  return (
    <div className="sm:w-56">
      <Field label="Show also in" hint="At the stored rate of each day; USD always stands beside.">
        {(control) => (
          <Select
            {...control}
            value={chosen.data?.currency ?? 'USD'}
            disabled={chosen.data === undefined || act.isPending}
            onChange={(event) => choose(event.target.value)}
          >
            {displayCurrencies.map((currency) => (
              <option key={currency} value={currency}>
                {currency === 'USD' ? 'USD only' : currency}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
    </div>
  );
}
