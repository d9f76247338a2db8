import { type DocumentVersionState, documentVersionStates } from '@freehold/shared/document';
import { illegalTransition } from '@freehold/shared/errors';
import { z } from 'zod';

const stateSchema = z.enum(documentVersionStates);

const transitions = {
  /** The file arrived; nobody has looked at it. */
  arrive: { from: 'PENDING', to: 'QUARANTINED' },
  /** It never arrived in the time it had. */
  expire: { from: 'PENDING', to: 'EXPIRED' },
  /** Nothing is wrong with it, and it is kept. */
  release: { from: 'QUARANTINED', to: 'AVAILABLE' },
  reject: { from: 'QUARANTINED', to: 'REJECTED' },
} as const satisfies Record<string, { from: DocumentVersionState; to: DocumentVersionState }>;
export type DocumentTransition = keyof typeof transitions;

export const versionState = (row: { readonly state: string }): DocumentVersionState =>
  stateSchema.parse(row.state);

/** Where a step leads. Throws ILLEGAL_TRANSITION when it does not begin at `from`. */
export function nextVersionState(from: DocumentVersionState, step: DocumentTransition): DocumentVersionState {
  const { from: expected, to } = transitions[step];
  if (from !== expected) throw illegalTransition('document version', from, to);
  return to;
}
