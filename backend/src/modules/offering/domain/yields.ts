const SHARE = 10n ** 18n;
const UNITS_PER_CENT = 10_000n;

export interface ProjectedInput {
  /** Monthly rents of the leases that run today, in cents. */
  readonly monthlyRents: readonly bigint[];
  readonly platformFeeBps: number;
  readonly reserveBps: number;
  /** Booked in the last twelve months, in cents. */
  readonly expenses: bigint;
  /** USDC units for a whole share, and how many shares may exist (10^-18). */
  readonly price: bigint;
  readonly shares: bigint;
}

/** A year of today's rents, less fee, reserve and a year of expenses, over what all shares cost. In cents. */
export function projectedYield(input: ProjectedInput) {
  const annualRent = input.monthlyRents.reduce((sum, rent) => sum + rent, 0n) * 12n;
  const platformFee = (annualRent * BigInt(input.platformFeeBps)) / 10_000n;
  const reserve = (annualRent * BigInt(input.reserveBps)) / 10_000n;
  const net = annualRent - platformFee - reserve - input.expenses;
  const worth = (input.price * input.shares) / SHARE;
  // Below zero when expenses exceed the rents, and said so.
  const basisPoints = worth === 0n ? 0 : Number((net * UNITS_PER_CENT * 10_000n) / worth);
  return { basisPoints, annualRent, platformFee, reserve, expenses: input.expenses, net };
}

export interface PaidDividend {
  /** USDC units, and the shares it was divided among. */
  readonly amount: bigint;
  readonly supply: bigint;
}

/** What one whole share received from these dividends, over its price. */
export function trailingYield(dividends: readonly PaidDividend[], price: bigint) {
  const perShare = dividends.reduce(
    (sum, { amount, supply }) => sum + (supply === 0n ? 0n : (amount * SHARE) / supply),
    0n,
  );
  return { perShare, basisPoints: price === 0n ? 0 : Number((perShare * 10_000n) / price) };
}
