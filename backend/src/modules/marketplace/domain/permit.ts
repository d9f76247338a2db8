import type { Address, Hex } from 'viem';

/** A permit (ERC-2612) for the marketplace to take up to `value` of `asset` from `wallet`, until `deadline`. */
export type Permit = Readonly<{
  wallet: Address;
  asset: Address;
  value: bigint;
  nonce: bigint;
  /** Last unix second at which the token takes it. */
  deadline: number;
  signature: Hex;
}>;

export type KeptPermit = Permit & Readonly<{ id: string; state: 'WAITING' | 'SENT' }>;

/** What the chain says of a wallet and an asset; no nonce where the asset takes no permits. */
export type Permission = Readonly<{ allowance: bigint; nonce: bigint | null }>;

/** Permits the token would still take at `until`. One with an old nonce was used, or another one in its place. */
export const usable = <P extends Pick<Permit, 'nonce' | 'deadline'>>(
  { nonce }: Permission,
  kept: readonly P[],
  until: number,
): P[] => kept.filter((permit) => permit.nonce === nonce && permit.deadline >= until);

/**
 * The most the marketplace may take, now or after using a permit. A permit replaces what was allowed before, so that they
 * do not add up; each covers everything that was promised when it was signed.
 */
export function allowed(
  permission: Permission,
  kept: readonly Pick<Permit, 'nonce' | 'deadline' | 'value'>[],
  until: number,
): bigint {
  return usable(permission, kept, until).reduce(
    (most, { value }) => (value > most ? value : most),
    permission.allowance,
  );
}

/**
 * The permit a settlement has to carry so that `needed` can be taken from a wallet, or none: because enough is allowed, or
 * one is on its way, or none helps. Of several the largest, because using it makes the others worthless.
 */
export function permitToSend(
  permission: Permission,
  kept: readonly KeptPermit[],
  need: Readonly<{ amount: bigint; now: number }>,
): KeptPermit | undefined {
  if (permission.allowance >= need.amount) return undefined;
  const good = usable(permission, kept, need.now);
  if (good.some(({ state }) => state === 'SENT')) return undefined;
  const best = good.reduce<KeptPermit | undefined>(
    (found, permit) => (found === undefined || permit.value > found.value ? permit : found),
    undefined,
  );
  return best !== undefined && best.value > permission.allowance ? best : undefined;
}

/** An order of a wallet, or a trade of one, and what it binds. */
export type Bound = Readonly<{ id: string; sequence: bigint; amount: bigint }>;

/** Of the orders that bind more together than is allowed, those to end: the latest, until the rest is covered. */
export function uncovered(orders: readonly Bound[], bound: bigint, limit: bigint): Bound[] {
  const latest = [...orders].sort((a, b) => (a.sequence < b.sequence ? 1 : -1));
  const ending: Bound[] = [];
  let left = bound;
  for (const order of latest) {
    if (left <= limit) break;
    left -= order.amount;
    ending.push(order);
  }
  return ending;
}
