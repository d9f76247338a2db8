import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlOfRoute } from './route-url.ts';

test('parameters are filled and encoded', () => {
  assert.equal(urlOfRoute('/v1/properties/:id/units', { id: 'a/b' }, {}), '/v1/properties/a%2Fb/units');
});

test('undefined query values are left out', () => {
  assert.equal(urlOfRoute('/v1/x', {}, { cursor: undefined, limit: 50 }), '/v1/x?limit=50');
});

test('a missing parameter is a mistake, not a call to a wrong address', () => {
  assert.throws(() => urlOfRoute('/v1/properties/:id', {}, {}));
});
