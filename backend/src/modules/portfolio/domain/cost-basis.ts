/** Shares that came in, oldest first. `cost` is the USDC paid for all of them, fee included; null when nobody knows. */
export interface Acquisition {
  readonly direction: 'in';
  readonly id: string;
  readonly at: Date;
  readonly shares: bigint;
  readonly cost: bigint | null;
}

/** Shares that went out. `proceeds` is the USDC received for all of them, after the fee; null when nobody knows. */
export interface Disposal {
  readonly direction: 'out';
  readonly id: string;
  readonly at: Date;
  readonly shares: bigint;
  readonly proceeds: bigint | null;
}

export type ShareMovement = Acquisition | Disposal;

/** What is left of one acquisition. */
export interface Lot {
  readonly id: string;
  readonly acquiredAt: Date;
  readonly shares: bigint;
  readonly cost: bigint | null;
}

/** The part of one disposal that came out of one lot. */
export interface Realisation {
  readonly disposalId: string;
  readonly lotId: string;
  readonly acquiredAt: Date;
  readonly disposedAt: Date;
  readonly shares: bigint;
  readonly cost: bigint | null;
  readonly proceeds: bigint | null;
  /** Null when cost or proceeds are unknown: then there is no gain to speak of, not a gain of everything. */
  readonly gain: bigint | null;
}

export interface CostBasis {
  /** Oldest first. */
  readonly lots: readonly Lot[];
  readonly realised: readonly Realisation[];
}

/** The history says that more went out than ever came in: it is incomplete, and every figure from it would be wrong. */
export class IncompleteHistoryError extends Error {
  override readonly name = 'IncompleteHistoryError';
}

/**
 * First in, first out, lot by lot. Costs and proceeds are divided in whole units: each part is rounded down against
 * what is left, so that the last part takes the rest and the parts always add up to the whole.
 * Throws {@link IncompleteHistoryError} when a disposal exceeds what is held.
 */
export function fifo(movements: readonly ShareMovement[]): CostBasis {
  const lots: Lot[] = [];
  const realised: Realisation[] = [];
  for (const movement of movements) {
    if (movement.shares === 0n) continue;
    if (movement.direction === 'in') {
      const { id, at: acquiredAt, shares, cost } = movement;
      lots.push({ id, acquiredAt, shares, cost });
    } else realised.push(...dispose(lots, movement));
  }
  return { lots, realised };
}

/** Takes the shares of a disposal out of the oldest lots. */
function dispose(lots: Lot[], disposal: Disposal): Realisation[] {
  const parts: Realisation[] = [];
  let shares = disposal.shares;
  let proceeds = disposal.proceeds;
  while (shares > 0n) {
    const lot = lots[0];
    if (lot === undefined) {
      throw new IncompleteHistoryError(`Movement ${disposal.id} takes out ${shares} more than is held.`);
    }
    const taken = lot.shares < shares ? lot.shares : shares;
    const cost = partOf(lot.cost, taken, lot.shares);
    const got = partOf(proceeds, taken, shares);
    parts.push({
      disposalId: disposal.id,
      lotId: lot.id,
      acquiredAt: lot.acquiredAt,
      disposedAt: disposal.at,
      shares: taken,
      cost,
      proceeds: got,
      gain: cost === null || got === null ? null : got - cost,
    });
    shares -= taken;
    proceeds = less(proceeds, got);
    if (taken === lot.shares) lots.shift();
    else lots[0] = { ...lot, shares: lot.shares - taken, cost: less(lot.cost, cost) };
  }
  return parts;
}

const partOf = (whole: bigint | null, part: bigint, of: bigint): bigint | null =>
  whole === null ? null : (whole * part) / of;

const less = (whole: bigint | null, part: bigint | null): bigint | null =>
  whole === null || part === null ? null : whole - part;

export interface BasisTotals {
  /** Paid for the shares still held whose cost is known. */
  readonly cost: bigint;
  readonly sharesWithCost: bigint;
  readonly sharesWithoutCost: bigint;
  readonly realisedGain: bigint;
  /** Shares given away whose cost or proceeds are unknown: in no gain. */
  readonly realisedWithoutGain: bigint;
}

export function totalsOf({ lots, realised }: CostBasis): BasisTotals {
  let [cost, sharesWithCost, sharesWithoutCost, realisedGain, realisedWithoutGain] = [0n, 0n, 0n, 0n, 0n];
  for (const lot of lots) {
    if (lot.cost === null) sharesWithoutCost += lot.shares;
    else {
      cost += lot.cost;
      sharesWithCost += lot.shares;
    }
  }
  for (const part of realised) {
    if (part.gain === null) realisedWithoutGain += part.shares;
    else realisedGain += part.gain;
  }
  return { cost, sharesWithCost, sharesWithoutCost, realisedGain, realisedWithoutGain };
}

/**
 * What the shares of known cost would gain at a price of `worth` for `ofShares` shares, rounded down; null when no
 * share has a known cost.
 */
export function unrealisedGain(
  totals: BasisTotals,
  price: { readonly worth: bigint; readonly ofShares: bigint },
): bigint | null {
  if (totals.sharesWithCost === 0n || price.ofShares === 0n) return null;
  return (price.worth * totals.sharesWithCost) / price.ofShares - totals.cost;
}
