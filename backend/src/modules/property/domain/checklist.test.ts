import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checklistItems } from '@freehold/shared/checklist';
import type { DocumentKind } from '@freehold/shared/document';
import { checklistOf, type PropertyFacts } from './checklist.ts';

const document = (title: string) => ({ available: [title], waiting: 0 });
const complete: PropertyFacts = {
  address: { line1: '1 Main Street', city: 'Austin', region: 'TX', postalCode: '78701', country: 'US' },
  units: 1,
  valuationCents: 100n,
  valuedOn: '2025-11-21',
  today: '2026-11-21',
  documents: new Map<DocumentKind, ReturnType<typeof document>>([
    ['TITLE_DEED', document('Deed')],
    ['VALUATION_REPORT', document('Report')],
    ['INSURANCE', document('Policy')],
  ]),
};
const missingOf = (changes: Partial<PropertyFacts>): readonly string[] => {
  const { complete: all, items } = checklistOf({ ...complete, ...changes });
  const missing = items.filter(({ done }) => !done).map(({ name }) => name);
  assert.equal(all, missing.length === 0);
  return missing;
};

describe('the checklist of a property', () => {
  it('is complete with everything there, and says of each item what is there', () => {
    assert.deepEqual(missingOf({}), []);
    const { items } = checklistOf(complete);
    assert.deepEqual(
      items.map(({ name }) => name),
      checklistItems,
    );
    assert.equal(items[3]?.sentence, 'Title deed: Deed.');
  });

  it('misses each thing by itself', () => {
    assert.deepEqual(missingOf({ units: 0 }), ['UNITS']);
    assert.deepEqual(missingOf({ address: { ...complete.address, city: ' ' } }), ['ADDRESS']);
    for (const kind of ['TITLE_DEED', 'VALUATION_REPORT', 'INSURANCE'] as const) {
      const documents = new Map(complete.documents);
      documents.delete(kind);
      assert.deepEqual(missingOf({ documents }), [kind]);
      assert.deepEqual(missingOf({ documents: documents.set(kind, { available: [], waiting: 1 }) }), [kind]);
    }
  });

  it('takes a valuation for twelve months, to the day', () => {
    assert.deepEqual(missingOf({ valuedOn: '2025-11-20' }), ['VALUATION']);
    assert.deepEqual(missingOf({ valuedOn: '2026-11-22' }), ['VALUATION']);
    assert.deepEqual(missingOf({ valuationCents: 0n }), ['VALUATION']);
    assert.deepEqual(missingOf({ valuedOn: '2027-02-28', today: '2028-02-29' }), []);
    assert.deepEqual(missingOf({ valuedOn: '2027-02-27', today: '2028-02-29' }), ['VALUATION']);
  });
});
