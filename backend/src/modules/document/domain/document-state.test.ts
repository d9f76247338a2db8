import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DocumentVersionState, documentVersionStates } from '@freehold/shared/document';
import { FreeholdError } from '@freehold/shared/errors';
import { type DocumentTransition, nextVersionState } from './document-state.ts';

const allowed: Readonly<Record<DocumentTransition, readonly [DocumentVersionState, DocumentVersionState]>> = {
  arrive: ['PENDING', 'QUARANTINED'],
  expire: ['PENDING', 'EXPIRED'],
  release: ['QUARANTINED', 'AVAILABLE'],
  reject: ['QUARANTINED', 'REJECTED'],
};

describe('the life of a version of a document', () => {
  it('takes each step from one state only, and nothing leaves an end', () => {
    for (const step of Object.keys(allowed) as DocumentTransition[]) {
      const [from, to] = allowed[step];
      for (const state of documentVersionStates) {
        if (state === from) assert.equal(nextVersionState(state, step), to);
        else {
          assert.throws(
            () => nextVersionState(state, step),
            (error) => error instanceof FreeholdError && error.code === 'ILLEGAL_TRANSITION',
          );
        }
      }
    }
  });
});
