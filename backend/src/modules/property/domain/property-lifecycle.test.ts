import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FreeholdError } from '@freehold/shared/errors';
import { type PropertyState, propertyStates } from '@freehold/shared/property';
import { assertPropertyTransition } from './property-lifecycle.ts';

const allowed = new Set([
  'DRAFT PENDING_APPROVAL',
  'PENDING_APPROVAL APPROVED',
  'PENDING_APPROVAL DRAFT',
  'APPROVED TOKENIZING',
  'TOKENIZING TOKENIZED',
  'TOKENIZING APPROVED',
  'TOKENIZED RETIRED',
]);

describe('the life of a property', () => {
  const refused = (from: PropertyState, to: PropertyState): boolean => {
    try {
      assertPropertyTransition(from, to);
      return false;
    } catch (error) {
      assert.ok(error instanceof FreeholdError && error.code === 'ILLEGAL_TRANSITION');
      return true;
    }
  };

  it('takes the steps it may take and no others', () => {
    for (const from of propertyStates) {
      for (const to of propertyStates) {
        assert.equal(refused(from, to), !allowed.has(`${from} ${to}`), `${from} → ${to}`);
      }
    }
  });
});
