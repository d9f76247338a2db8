import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { can, movesMoneyOrRights, permissions, permissionsOf, roles } from './permissions.ts';
import { allRoutes } from './routes.ts';

describe('the contract of the API', () => {
  it('names every route once', () => {
    const names = allRoutes.map(({ route }) => `${route.method} ${route.path}`);
    assert.equal(new Set(names).size, names.length);
  });

  it('uses every permission, and only permissions that exist', () => {
    const used = new Set(allRoutes.map(({ route }) => route.access));
    for (const permission of Object.keys(permissions)) assert.ok(used.has(permission as never), permission);
    for (const access of used) assert.ok(access === 'public' || Object.hasOwn(permissions, access), access);
  });

  it('describes every parameter of a path', () => {
    for (const { route } of allRoutes) {
      const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const shape = 'shape' in route.params ? Object.keys(route.params.shape as object) : [];
      assert.deepEqual(shape.toSorted(), names.toSorted(), route.path);
    }
  });

  it('asks for an idempotency key only where something is posted', () => {
    for (const { route } of allRoutes) if (route.idempotent) assert.equal(route.method, 'POST');
  });

  it('asks for a fresh proof wherever money or rights move, and for none to read', () => {
    for (const { route } of allRoutes) {
      if (route.stepUp) assert.ok(route.method !== 'GET' && route.access !== 'public', route.path);
      if (route.method !== 'GET' && movesMoneyOrRights(route.access)) assert.ok(route.stepUp, route.path);
    }
    for (const permission of ['dividend.run', 'treasury.move', 'token.tokenize', 'user.create'] as const) {
      assert.ok(movesMoneyOrRights(permission), permission);
    }
  });

  it('opens to a session without its second factor nothing but the own account', () => {
    for (const { route } of allRoutes) if (route.beforeFactor) assert.equal(route.access, 'account.self');
  });

  it('lets auditors read and change nothing but their own account', () => {
    for (const { route } of allRoutes) {
      if (route.access === 'public' || route.access === 'account.self' || route.method === 'GET') continue;
      assert.ok(!can('auditor', route.access), `${route.method} ${route.path}`);
    }
  });

  it('gives every role the rights of the table', () => {
    for (const role of roles) {
      assert.ok(permissionsOf(role).includes('account.self'));
      assert.deepEqual(
        permissionsOf(role),
        Object.keys(permissions).filter((permission) => can(role, permission as never)),
      );
    }
  });
});
