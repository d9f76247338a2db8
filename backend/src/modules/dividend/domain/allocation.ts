/** A holder and the shares held at the record date. */
export interface HolderShares {
  /** Lower-case address. */
  readonly holder: string;
  readonly shares: bigint;
}

export interface HolderEntitlement extends HolderShares {
  /** USDC units. */
  readonly amount: bigint;
}

export interface Entitlements {
  readonly entitlements: readonly HolderEntitlement[];
  /** Units of the pool that do not divide; the contract carries them into the next dividend. */
  readonly dust: bigint;
}

/**
 * What each holder of the record date receives: floor(pool × shares / supply), as the contract computes it. Ordered by
 * address, so that batches are the same whenever they are cut. Throws when the shares do not add up to the supply: then
 * our register is not the contract's.
 */
export function entitlementsOf(pool: bigint, supply: bigint, holders: readonly HolderShares[]): Entitlements {
  const held = holders.reduce((sum, { shares }) => sum + shares, 0n);
  if (held !== supply)
    throw new Error(`The holders have ${held} share units at the record date, the contract ${supply}.`);
  if (supply === 0n) throw new Error('Nobody holds a share.');
  const entitlements = holders
    .toSorted((a, b) => (a.holder < b.holder ? -1 : 1))
    .map((holder) => ({ ...holder, amount: (pool * holder.shares) / supply }));
  const allocated = entitlements.reduce((sum, { amount }) => sum + amount, 0n);
  return { entitlements, dust: pool - allocated };
}

/** Members cut into batches of at most `size`, in their order. */
export function batchesOf<Member>(members: readonly Member[], size: number): readonly (readonly Member[])[] {
  const batches: (readonly Member[])[] = [];
  for (let start = 0; start < members.length; start += size) batches.push(members.slice(start, start + size));
  return batches;
}
