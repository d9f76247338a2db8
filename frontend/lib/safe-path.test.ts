import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safePath } from './safe-path.ts';

test('paths of this site pass', () => {
  assert.equal(safePath('/tenant/receipts?x=1'), '/tenant/receipts?x=1');
});

test('anything that a browser might read as another site is dropped', () => {
  for (const value of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
    null,
  ]) {
    assert.equal(safePath(value), undefined);
  }
});
