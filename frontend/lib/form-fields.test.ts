import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dollarsField, optionalWholeField, sharesField } from './form-fields.ts';

test('typed dollars become cents above zero', () => {
  assert.equal(dollarsField.parse('1,250.50'), 125050n);
  assert.ok(!dollarsField.safeParse('0').success);
  assert.ok(!dollarsField.safeParse('').success);
});

test('typed shares become units above zero', () => {
  assert.equal(sharesField.parse('2'), 2000000000000000000n);
  assert.ok(!sharesField.safeParse('two').success);
});

test('an empty optional number is undefined and others stay within bounds', () => {
  const field = optionalWholeField(0, 50);
  assert.equal(field.parse(' '), undefined);
  assert.equal(field.parse('3'), 3);
  assert.ok(!field.safeParse('51').success);
  assert.ok(!field.safeParse('1.5').success);
});
