import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCatalogue, FreeholdError, illegalTransition, isErrorCode } from './errors.ts';

describe('errors', () => {
  it('travel under a status that says whose fault it is', () => {
    for (const [code, { status, message }] of Object.entries(errorCatalogue)) {
      assert.ok(status >= 400 && status < 600, code);
      assert.match(message, /\.$/, code);
    }
  });

  it('carry code, sentence and issues', () => {
    const issues = [{ path: 'name', message: 'is missing' }];
    const error = new FreeholdError('VALIDATION_FAILED', undefined, { issues });
    assert.equal(error.status, 400);
    assert.equal(error.message, 'The request is not valid.');
    assert.deepEqual(error.issues, issues);
  });

  it('name the thing that could not move', () => {
    const error = illegalTransition('property', 'DRAFT', 'TOKENIZED');
    assert.equal(error.code, 'ILLEGAL_TRANSITION');
    assert.equal(error.message, 'A property in state DRAFT cannot become TOKENIZED.');
  });

  it('are known by name', () => {
    assert.ok(isErrorCode('FUNDS_IN_TRANSIT'));
    assert.ok(!isErrorCode('toString'));
  });
});
