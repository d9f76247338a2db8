import type { Address } from 'viem';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Who governs the contracts, and how long what they propose has to wait. */
export type AccessOptions = Readonly<{
  /** A Safe to create, n of m, or one that exists. */
  safe: Readonly<{ owners: readonly Address[]; threshold: number }> | Address;
  /** May stop things at once: the operator's hot key and the compliance officers. */
  guardians: readonly Address[];
  /** Seconds in the timelock. */
  policyDelay: number;
  /** Seconds in the AccessManager on top, for upgrades and for changes of who may do what. */
  upgradeDelay: number;
}>;

export const PRODUCTION_DELAYS = { policyDelay: 2 * DAY, upgradeDelay: 5 * DAY } as const;

/** Long enough to be seen, short enough to be waited for at a desk. */
export const DEVELOPMENT_DELAYS = { policyDelay: MINUTE, upgradeDelay: 5 * MINUTE } as const;

/** Throws a sentence for options under which one person would decide alone, or nobody could. */
export function checkAccessOptions({ safe, guardians, policyDelay, upgradeDelay }: AccessOptions): void {
  if (typeof safe !== 'string') {
    const { owners, threshold } = safe;
    const different = new Set(owners.map((owner) => owner.toLowerCase())).size;
    if (different !== owners.length) throw new Error('The owners of the Safe must all be different.');
    if (!Number.isInteger(threshold) || threshold < 2 || threshold > owners.length) {
      throw new Error(
        `The Safe needs at least 2 and at most all of its ${owners.length} owners to agree, not ${threshold}.`,
      );
    }
  }
  if (guardians.length === 0) throw new Error('Somebody has to be guardian.');
  for (const delay of [policyDelay, upgradeDelay]) {
    if (!Number.isInteger(delay) || delay < 1 || delay > 2 ** 32 - 1) {
      throw new Error('A delay is a whole number of seconds, at least one.');
    }
  }
}
