import assert from 'node:assert/strict';
import { test } from 'node:test';
import { can, roles } from '@freehold/shared/permissions';
import { isCurrent, menuOf } from './navigation.ts';

test('no role has a menu item which its permissions would refuse', () => {
  for (const role of roles) {
    for (const item of menuOf(role)) assert.ok(can(role, item.permission), `${role} → ${item.href}`);
  }
});

test('an exact item is not current on the pages below it', () => {
  const overview = menuOf('admin')[0];
  assert.ok(overview);
  assert.ok(isCurrent(overview, '/admin'));
  assert.ok(!isCurrent(overview, '/admin/treasury'));
});

test('a manager stays under Properties while looking at one of them', () => {
  const properties = menuOf('manager')[0];
  assert.ok(properties);
  assert.ok(isCurrent(properties, '/manager/properties/1/rent-roll'));
});
