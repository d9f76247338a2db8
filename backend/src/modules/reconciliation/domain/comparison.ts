import type { ReconciliationCheck } from '@freehold/shared/reconciliation';

/** Two independent sources on one amount. */
export interface Comparison {
  readonly name: string;
  readonly currency: string;
  readonly left: { readonly source: string; readonly value: bigint };
  readonly right: { readonly source: string; readonly value: bigint };
}

export const breakClasses = [
  'missing_in_ledger',
  'missing_at_provider',
  'amount_differs',
  'duplicate',
  'timing',
] as const;
export type BreakClass = (typeof breakClasses)[number];

/** Something two sources do not agree on, or one of them does not know. */
export interface Difference {
  readonly class: BreakClass;
  /** What it is about, the same in every run while it lasts. */
  readonly subject: string;
  readonly currency: string;
  readonly expected: bigint;
  readonly actual: bigint;
  /** Who has to look into it. */
  readonly owner: 'finance' | 'platform';
  readonly message: string;
}

export const isEqual = (comparison: Comparison): boolean => comparison.left.value === comparison.right.value;

/** The difference behind a comparison that does not hold: the provider or the chain is believed, the books explain. */
export function differenceOf(comparison: Comparison): Difference {
  const { name, currency, left, right } = comparison;
  return {
    class: left.value > right.value ? 'missing_in_ledger' : 'missing_at_provider',
    subject: name,
    currency,
    expected: left.value,
    actual: right.value,
    owner: 'finance',
    message: `${left.source} says ${left.value}, ${right.source} says ${right.value}.`,
  };
}

export const shown = (comparison: Comparison): ReconciliationCheck => ({
  name: comparison.name,
  currency: comparison.currency,
  left: { source: comparison.left.source, value: comparison.left.value.toString() },
  right: { source: comparison.right.source, value: comparison.right.value.toString() },
  equal: isEqual(comparison),
});
