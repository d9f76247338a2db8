import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonWords } from './market-words.ts';

test('an ending is a sentence', () => {
  assert.equal(reasonWords('EXPIRED'), 'Its time was over.');
  assert.equal(reasonWords('CANCELLED'), 'Cancelled on request.');
});

test('an error of a contract is its sentence, with the next step', () => {
  assert.notEqual(reasonWords('ComplianceNotAccredited'), 'ComplianceNotAccredited');
  assert.equal(reasonWords('ComplianceNotAccredited(0x12, 5)'), reasonWords('ComplianceNotAccredited'));
});

test('words stay as they are', () => {
  assert.equal(reasonWords('The wallet was frozen.'), 'The wallet was frozen.');
  assert.equal(reasonWords('toString'), 'toString');
});
