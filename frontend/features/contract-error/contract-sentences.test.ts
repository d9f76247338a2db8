import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { contractErrorNames } from '@freehold/contracts/errors';
import { contractErrorsPage } from './contract-errors-page.ts';
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

test('the page about refusals in docs is current', () => {
  const page = new URL('../../../docs/contract-errors.md', import.meta.url);
  if (process.env.UPDATE_DOCS) writeFileSync(page, contractErrorsPage());
  assert.equal(
    readFileSync(page, 'utf8'),
    contractErrorsPage(),
    'run: UPDATE_DOCS=1 node --test frontend/features/contract-error/contract-sentences.test.ts',
  );
});
