export interface Holding {
  readonly wallet: string;
  /** Null for a wallet that no account has linked: it stands for itself. */
  readonly userId: string | null;
  readonly shares: bigint;
}

export interface CapRow {
  readonly userId: string | null;
  readonly wallets: readonly string[];
  readonly shares: bigint;
  readonly basisPoints: number;
}

export interface Concentration {
  readonly holders: number;
  readonly largest: number;
  readonly fiveLargest: number;
  readonly tenLargest: number;
  readonly herfindahl: number;
}

const WHOLE = 10_000n;
const FIVE = 5;
const TEN = 10;

export function partOf(shares: bigint, supply: bigint): number {
  if (supply === 0n) return 0;
  // Exact: a part is at most 10,000 hundredths of a percent.
  return Number((shares * WHOLE) / supply);
}

/** All wallets of a person as one row, largest first. */
export function capTable(holdings: readonly Holding[]): CapRow[] {
  const supply = holdings.reduce((sum, { shares }) => sum + shares, 0n);
  const people = Map.groupBy(holdings, ({ userId, wallet }) => userId ?? wallet);
  return [...people.values()]
    .map((members) => {
      const shares = members.reduce((sum, member) => sum + member.shares, 0n);
      return {
        userId: members[0]?.userId ?? null,
        wallets: members.map(({ wallet }) => wallet),
        shares,
        basisPoints: partOf(shares, supply),
      };
    })
    .toSorted((left, right) =>
      left.shares === right.shares
        ? (left.wallets[0] ?? '').localeCompare(right.wallets[0] ?? '')
        : left.shares < right.shares
          ? 1
          : -1,
    );
}

/** How few people hold how much. The Herfindahl index sums squared percentages: 10,000 when one holds everything. */
export function concentrationOf(rows: readonly Pick<CapRow, 'shares'>[]): Concentration {
  const supply = rows.reduce((sum, { shares }) => sum + shares, 0n);
  const ofFirst = (count: number): number =>
    partOf(
      rows.slice(0, count).reduce((sum, { shares }) => sum + shares, 0n),
      supply,
    );
  const squares = rows.reduce((sum, { shares }) => sum + shares * shares, 0n);
  return {
    holders: rows.length,
    largest: ofFirst(1),
    fiveLargest: ofFirst(FIVE),
    tenLargest: ofFirst(TEN),
    herfindahl: supply === 0n ? 0 : partOf(squares, supply * supply),
  };
}
