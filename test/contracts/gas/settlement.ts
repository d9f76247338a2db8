import type { Scenario } from './row.ts';

/** Settlements of signed orders on the marketplace: one, in batches of ten, with each set of rules. */
export const settlements: readonly Scenario[] = [];
