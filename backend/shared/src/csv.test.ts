import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf } from './csv.ts';

test('commas, quotes and line breaks are quoted', () => {
  assert.equal(csvOf(['a', 'b'], [['x,y', 'say "hi"']]), 'a,b\r\n"x,y","say ""hi"""\r\n');
});

test('texts that a spreadsheet would run as formulas are defused, negative numbers are not', () => {
  assert.equal(csvOf(['a'], [['=SUM(A1)'], ['-12.50'], ['-rm']]), "a\r\n'=SUM(A1)\r\n-12.50\r\n'-rm\r\n");
});

test('unknown values are empty cells', () => {
  assert.equal(csvOf(['a', 'b'], [[null, undefined]]), 'a,b\r\n,\r\n');
});
