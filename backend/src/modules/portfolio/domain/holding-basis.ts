import type { Basis } from '@freehold/shared/portfolio';
import type { LastTrade, WalletEvent } from '../datasources/wallet-history.ts';
import { type CostBasis, fifo, type ShareMovement, totalsOf, unrealisedGain } from './cost-basis.ts';
import { centsAsUsdc } from './yield.ts';

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });

/** What a wallet's history says, in the words of the cost basis; what was paid is below zero in the history. */
export function movementOf(event: WalletEvent): ShareMovement {
  const shares = event.shares ?? 0n;
  const id = `${event.block_number}-${event.log_index}`;
  const at = event.timestamp;
  return shares >= 0n
    ? { direction: 'in', id, at, shares, cost: event.amount === null ? null : -event.amount }
    : { direction: 'out', id, at, shares: -shares, proceeds: event.amount };
}

/** The basis of each token over all wallets of one person, by lower-case address. */
export function basisByToken(events: readonly WalletEvent[]): ReadonlyMap<string, CostBasis> {
  const byToken = Map.groupBy(events, ({ token }) => token.toLowerCase());
  return new Map([...byToken].map(([token, history]) => [token, fifo(history.map(movementOf))]));
}

/** The basis as it is shown: gains by appraisal and by the last trade are two numbers with two dates. */
export function basisView(
  basis: CostBasis,
  prices: {
    readonly valuationCents: bigint;
    readonly valuedOn: string;
    readonly supply: bigint;
    readonly lastTrade: LastTrade | undefined;
    readonly unitsPerShare: bigint;
  },
): Basis {
  const totals = totalsOf(basis);
  const { lastTrade, supply } = prices;
  const gainAt = (worth: bigint, ofShares: bigint) => {
    const gain = unrealisedGain(totals, { worth, ofShares });
    return gain === null ? null : coins(gain);
  };
  return {
    cost: coins(totals.cost),
    sharesWithCost: totals.sharesWithCost.toString(),
    sharesWithoutCost: totals.sharesWithoutCost.toString(),
    lots: basis.lots.map((lot) => ({
      id: lot.id,
      acquiredAt: lot.acquiredAt.toISOString(),
      shares: lot.shares.toString(),
      cost: lot.cost === null ? null : coins(lot.cost),
    })),
    realised: {
      gain: coins(totals.realisedGain),
      sharesWithoutGain: totals.realisedWithoutGain.toString(),
    },
    unrealisedByValuation: {
      gain: gainAt(centsAsUsdc(prices.valuationCents), supply),
      on: prices.valuedOn,
    },
    unrealisedByLastTrade:
      lastTrade === undefined
        ? null
        : {
            gain: gainAt(lastTrade.cost, lastTrade.shares),
            price: coins((lastTrade.cost * prices.unitsPerShare) / lastTrade.shares),
            at: lastTrade.timestamp.toISOString(),
          },
  };
}
