import { unitsPerShare, usdcUnitsPerCent } from '@freehold/shared/money';
import type { Arrival, StatementFigures, StatementLine } from '@freehold/shared/statement';
import type { Figures, StatementItem } from './statement-figures.ts';

const dollars = (cents: bigint) => ({ amount: cents.toString(), currency: 'USD' as const });
const coins = (units: bigint) => ({ amount: units.toString(), currency: 'USDC' as const });

/** `supply` in 10⁻¹⁸ shares, null without a token. */
export function figuresView(figures: Figures, supply: bigint | null): StatementFigures {
  const netUsdc = figures.net * usdcUnitsPerCent;
  const perShare =
    supply === null || supply === 0n || netUsdc < 0n ? null : (netUsdc * unitsPerShare) / supply;
  return {
    grossRent: dollars(figures.grossRent),
    processingFees: dollars(figures.processingFees),
    distributable: dollars(figures.distributable),
    expenses: dollars(figures.expenses),
    platformFee: dollars(figures.platformFee),
    reserve: dollars(figures.reserve),
    net: dollars(figures.net),
    netUsdc: coins(netUsdc),
    perShare: perShare === null ? null : coins(perShare),
  };
}

/** All lines of a statement; they add up to the net. */
export function linesView(items: readonly StatementItem[], figures: Figures): StatementLine[] {
  const lines = items.map((item) => ({
    kind: item.kind,
    label: item.label,
    amount: dollars(item.amountCents),
    reference: item.entryId?.toString() ?? item.expenseId,
  }));
  return [
    ...lines,
    { kind: 'PLATFORM_FEE', label: 'Platform fee', amount: dollars(-figures.platformFee), reference: null },
    { kind: 'RESERVE', label: 'Reserve for repairs', amount: dollars(-figures.reserve), reference: null },
  ];
}

/** `inTreasury`: USDC of the property that has arrived on chain and is not yet given out. */
export function arrivalView(distributableCents: bigint, inTreasury: bigint): Arrival {
  const required = distributableCents > 0n ? distributableCents * usdcUnitsPerCent : 0n;
  const missing = required > inTreasury ? required - inTreasury : 0n;
  return {
    required: coins(required),
    inTreasury: coins(inTreasury),
    missing: coins(missing),
    arrived: missing === 0n,
  };
}
