import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FreeholdError } from '@freehold/shared/errors';
import { pageOfRows, readingPage } from './page-by-id.ts';

const rows = ['a', 'b', 'c'].map((id) => ({ id }));

describe('a page of a list whose cursor is an id', () => {
  it('reads one row more than it shows, behind the row the cursor names', () => {
    assert.deepEqual(readingPage({ limit: 2 }), { take: 3 });
    const cursor = '8c9f4c1e-4c55-4f0b-9a52-0d2f6a1b7c3d';
    assert.deepEqual(readingPage({ cursor, limit: 2 }), { take: 3, cursor: { id: cursor }, skip: 1 });
  });

  it('names the last row shown as the way on, and none where nothing follows', () => {
    assert.deepEqual(pageOfRows(rows, 2), { shown: rows.slice(0, 2), nextCursor: 'b' });
    assert.deepEqual(pageOfRows(rows, 3), { shown: rows, nextCursor: null });
    assert.deepEqual(pageOfRows([], 3), { shown: [], nextCursor: null });
  });

  it('refuses what is no id', () => {
    assert.throws(
      () => readingPage({ cursor: "1' OR true", limit: 2 }),
      (error: unknown) => error instanceof FreeholdError && error.code === 'VALIDATION_FAILED',
    );
  });
});
