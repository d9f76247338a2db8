import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { forgetAllKept, forgetKept, keep, readKept } from './kept-form.ts';

/** The part of a browser's storage that forms use. */
function someStore() {
  const items = new Map<string, string>();
  return {
    items,
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, text: string) => void items.set(name, text),
    removeItem: (name: string) => void items.delete(name),
  };
}

const schema = z.strictObject({ symbol: z.string() });

describe('what a form keeps in this browser', () => {
  it('comes back as it was typed, with the moment it was kept', () => {
    const store = someStore();
    keep('one', { symbol: 'MAP' }, store);
    const kept = readKept('one', schema, store);
    assert.deepEqual(kept?.value, { symbol: 'MAP' });
    assert.ok(!Number.isNaN(Date.parse(kept?.at ?? '')));
    assert.equal(readKept('other', schema, store), undefined);
  });

  it('is dropped when it is not what the form asks for any more', () => {
    for (const text of ['{', 'null', '{"at":"yesterday","value":{"symbol":"MAP"}}', '[]']) {
      const store = someStore();
      store.setItem('freehold.kept.one', text);
      assert.equal(readKept('one', schema, store), undefined, text);
      assert.equal(store.length, 0, text);
    }
    const store = someStore();
    keep('one', { symbol: 'MAP', more: 1 }, store);
    assert.equal(readKept('one', schema, store), undefined);
    assert.equal(store.length, 0);
  });

  it('is forgotten one by one or whole, and nothing else with it', () => {
    const store = someStore();
    store.setItem('freehold.theme', 'dark');
    for (const name of ['one', 'two', 'three']) keep(name, { symbol: name }, store);
    forgetKept('two', store);
    assert.deepEqual(
      ['one', 'two', 'three'].map((name) => readKept(name, schema, store)?.value.symbol),
      ['one', undefined, 'three'],
    );
    forgetAllKept(store);
    assert.deepEqual([...store.items.keys()], ['freehold.theme']);
  });

  it('asks for nothing where there is no storage', () => {
    const closed = {
      length: 0,
      key: () => null,
      getItem: () => {
        throw new Error('closed');
      },
      setItem: () => {
        throw new Error('closed');
      },
      removeItem: () => {
        throw new Error('closed');
      },
    };
    keep('one', {}, closed);
    forgetKept('one', closed);
    assert.equal(readKept('one', schema, closed), undefined);
  });
});
