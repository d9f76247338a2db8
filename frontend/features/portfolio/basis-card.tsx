'use client';

import { type Position, yieldDefinitions } from '@freehold/shared/portfolio';
import { formatDay } from '#lib/date-format.ts';
import { decimalOf, formatMoney, formatShareOf, formatShares } from '#lib/money-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';

const UNKNOWN = 'unknown';
const percent = (basisPoints: number | null): string =>
  basisPoints === null ? '—' : formatShareOf(BigInt(basisPoints), 10_000n);
type Gain = Position['basis']['unrealisedByValuation']['gain'];
const gainText = (gain: Gain | undefined): string => (gain == null ? UNKNOWN : formatMoney(gain));

const columns: readonly DataColumn<Position>[] = [
  {
    id: 'property',
    head: 'Property',
    cell: (position) => <span className="font-medium">{position.propertyName}</span>,
    sort: (position) => position.propertyName,
    csv: (position) => `${position.propertyName} (${position.symbol})`,
  },
  {
    id: 'cost',
    head: 'Cost with fees',
    numeric: true,
    cell: ({ basis }) => (
      <>
        {basis.sharesWithCost === '0' ? UNKNOWN : formatMoney(basis.cost)}
        {basis.sharesWithoutCost === '0' || basis.sharesWithCost === '0' ? null : (
          <span className="block text-muted text-xs">
            {formatShares(basis.sharesWithoutCost)} more shares: cost unknown
          </span>
        )}
      </>
    ),
    sort: ({ basis }) => BigInt(basis.cost.amount),
    csv: ({ basis }) => (basis.sharesWithCost === '0' ? null : decimalOf(basis.cost)),
  },
  {
    id: 'byValuation',
    head: 'Gain by valuation',
    numeric: true,
    cell: ({ basis }) => (
      <>
        {gainText(basis.unrealisedByValuation.gain)}
        <span className="block text-muted text-xs">{formatDay(basis.unrealisedByValuation.on)}</span>
      </>
    ),
    csv: ({ basis }) =>
      basis.unrealisedByValuation.gain === null ? null : decimalOf(basis.unrealisedByValuation.gain),
  },
  {
    id: 'byTrade',
    head: 'Gain by last trade',
    numeric: true,
    cell: ({ basis: { unrealisedByLastTrade: last } }) => (
      <>
        {last === null ? 'no trade yet' : gainText(last.gain)}
        {last === null ? null : (
          <span className="block text-muted text-xs">
            at {formatMoney(last.price)}, {formatDay(last.at)}
          </span>
        )}
      </>
    ),
    csv: ({ basis }) =>
      basis.unrealisedByLastTrade?.gain == null ? null : decimalOf(basis.unrealisedByLastTrade.gain),
  },
  {
    id: 'realised',
    head: 'Realised',
    numeric: true,
    cell: ({ basis }) => formatMoney(basis.realised.gain),
    sort: ({ basis }) => BigInt(basis.realised.gain.amount),
    csv: ({ basis }) => decimalOf(basis.realised.gain),
    from: 'sm',
  },
  {
    id: 'yield',
    head: 'Yield a year',
    numeric: true,
    cell: ({ yields }) => (
      <>
        {percent(yields.actual)}
        <span className="block text-muted text-xs">fully rented {percent(yields.fullyRented)}</span>
      </>
    ),
    csv: ({ yields }) => percent(yields.actual),
    from: 'md',
  },
];

/** What the shares cost, gained and yield, each figure with its date or its definition. */
export function BasisCard({ positions }: { readonly positions: readonly Position[] }) {
  if (positions.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Cost, gain and yield"
        description="First in, first out, lot by lot, over all your wallets. Shares that were not bought here have an unknown cost and stand in no gain."
      />
      <DataTable
        caption="Cost, gain and yield"
        rows={positions}
        columns={columns}
        rowId={(position) => position.propertyId}
        fileName="freehold-cost-basis"
      />
      <CardBody className="flex flex-col gap-3 pt-4">
        <LotsList positions={positions} />
        <p className="max-w-prose text-muted text-sm">Yield: {yieldDefinitions.actual}</p>
        <p className="max-w-prose text-muted text-sm">Fully rented: {yieldDefinitions.fullyRented}</p>
      </CardBody>
    </Card>
  );
}

function LotsList({ positions }: { readonly positions: readonly Position[] }) {
  return (
    <details className="text-sm">
      <summary className="cursor-pointer font-medium">Lots, in the order in which they would be sold</summary>
      <ul className="mt-2 flex flex-col gap-1">
        {positions.flatMap((position) =>
          position.basis.lots.map((lot) => (
            <li key={lot.id} className="figures">
              {position.symbol}: {formatShares(lot.shares)} shares of {formatDay(lot.acquiredAt)}, cost{' '}
              {lot.cost === null ? UNKNOWN : formatMoney(lot.cost)}
            </li>
          )),
        )}
      </ul>
    </details>
  );
}
