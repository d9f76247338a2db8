'use client';

import type { Market } from '@freehold/shared/marketplace';
import { formatInstant } from '#lib/date-format.ts';
import { Amount } from '#ui/amount.tsx';
import { Figure, FigureRow } from '#ui/figure.tsx';

/** What buyers give, what sellers ask, what lies between, and how long ago anybody traded. */
export function MarketFigures({ market }: { readonly market: Market }) {
  const { bestBid, bestAsk, spread, lastTrade } = market;
  return (
    <FigureRow>
      <Figure
        label="Best bid"
        value={bestBid ? <Amount money={bestBid.price} /> : '—'}
        note={bestBid ? 'for one share' : 'nobody buys'}
      />
      <Figure
        label="Best ask"
        value={bestAsk ? <Amount money={bestAsk.price} /> : '—'}
        note={bestAsk ? 'for one share' : 'nobody sells'}
      />
      <Figure
        label="Spread"
        value={spread ? <Amount money={spread} /> : '—'}
        note={spread ? 'ask less bid' : 'needs both sides'}
      />
      <Figure
        label="Last trade"
        value={lastTrade ? <Amount money={lastTrade.price} /> : '—'}
        note={lastTrade ? `${formatInstant(lastTrade.at)}, ${ago(market)}` : 'no trade yet'}
      />
    </FigureRow>
  );
}

function ago({ daysSinceLastTrade: days }: Market): string {
  if (days === null || days === 0) return 'today';
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
