import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractErrorNames } from '@freehold/contracts/errors';
import { contractSentenceOf, contractSentences } from './contract-sentences.ts';

test('every custom error has a sentence that ends like one', () => {
  for (const name of contractErrorNames) {
    assert.match(contractSentences[name].sentence, /^[A-Z“].*[.]$/, name);
  }
});

test('no sentence is kept for an error that no contract has', () => {
  const known = new Set<string>(contractErrorNames);
  assert.deepEqual(
    Object.keys(contractSentences).filter((name) => !known.has(name)),
    [],
  );
});

test('an unknown name is shown rather than hidden', () => {
  assert.match(contractSentenceOf('SomethingNew').sentence, /SomethingNew/);
  assert.match(contractSentenceOf('toString').sentence, /toString/);
});
