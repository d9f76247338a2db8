import { illegalTransition } from '@freehold/shared/errors';
import type { PropertyState } from '@freehold/shared/property';

/** Where a property may go from each state. TOKENIZING falls back to APPROVED when the chain refuses for good. */
const successors: Readonly<Record<PropertyState, readonly PropertyState[]>> = {
  DRAFT: ['PENDING_APPROVAL'],
  PENDING_APPROVAL: ['APPROVED', 'DRAFT'],
  APPROVED: ['TOKENIZING'],
  TOKENIZING: ['TOKENIZED', 'APPROVED'],
  TOKENIZED: ['RETIRED'],
  RETIRED: [],
};

/** Throws ILLEGAL_TRANSITION unless `to` follows `from`. */
export function assertPropertyTransition(from: PropertyState, to: PropertyState): void {
  if (!successors[from].includes(to)) throw illegalTransition('property', from, to);
}
