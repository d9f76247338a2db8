import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { can, type Role, roles } from '@freehold/shared/permissions';
import { allRoutes } from '@freehold/shared/routes';
import { startTestApplication, type TestApplication } from '../testing/test-application.ts';
import type { TestClient } from '../testing/test-client.ts';
import { codeOf, someone } from '../testing/test-people.ts';

/** Ids of nothing: what a role may do ends in NOT_FOUND or VALIDATION_FAILED, never in FORBIDDEN. */
const params = { id: randomUUID(), period: '2026-01' };
const paramsOf = (path: string): Record<string, string> =>
  path.startsWith('/v1/ledger/entries') ? { ...params, id: '999999' } : params;

describe('every route for every role', () => {
  let system: TestApplication;
  const browsers = new Map<Role, TestClient>();
  before(async () => {
    system = await startTestApplication();
    const admin = await system.admin();
    for (const role of roles) browsers.set(role, await someone(system, admin, role));
  });
  after(() => system.close());

  // Signing out would end the browser of the sweep.
  const guarded = allRoutes.filter(({ name }) => name !== 'signOut');

  for (const { name, route } of guarded) {
    it(`${route.method} ${route.path} opens for ${route.access === 'public' ? 'everyone' : route.access} only`, async () => {
      const send = (browser: TestClient) => browser.send(route, { params: paramsOf(route.path), body: {} });
      const nobody = await send(system.client());
      assert.notEqual(nobody.status, 500, `${name}: ${JSON.stringify(nobody.body)}`);
      if (route.access === 'public') {
        assert.ok(![403, 404].includes(nobody.status), `${name} answered nobody with ${nobody.status}`);
        return;
      }
      assert.deepEqual([nobody.status, codeOf(nobody.body)], [401, 'UNAUTHENTICATED']);
      for (const role of roles) {
        const browser = browsers.get(role);
        assert.ok(browser);
        const answer = await send(browser);
        assert.notEqual(answer.status, 500, `${name} as ${role}: ${JSON.stringify(answer.body)}`);
        const refused = codeOf(answer.body) === 'FORBIDDEN';
        assert.equal(refused, !can(role, route.access), `${name} as ${role}: ${JSON.stringify(answer.body)}`);
      }
    });
  }

  it('serves no route that the contract does not name', async () => {
    const answer = await system.client().raw({ method: 'GET', path: '/v1/secrets' });
    assert.deepEqual([answer.status, codeOf(answer.body)], [404, 'NOT_FOUND']);
  });
});
