import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { listSessions, signOut } from '@freehold/shared/auth';
import { can, type Role, roles } from '@freehold/shared/permissions';
import { allRoutes } from '@freehold/shared/routes';
import { PrismaService } from '../database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../testing/test-application.ts';
import { pathOf, type TestClient } from '../testing/test-client.ts';
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

  it('is as the table says also for signing out, which ends the session', async () => {
    assert.equal(codeOf((await system.client().send(signOut)).body), 'UNAUTHENTICATED');
    const admin = await system.admin();
    for (const role of roles) {
      const browser = await someone(system, admin, role);
      assert.equal((await browser.send(signOut)).status, 204, role);
      assert.equal(codeOf((await browser.send(listSessions)).body), 'UNAUTHENTICATED', role);
    }
  });

  it('takes no unsafe request of a session without its CSRF token', async () => {
    for (const { name, route } of allRoutes) {
      if (route.method === 'GET') continue;
      for (const role of roles) {
        const browser = browsers.get(role);
        assert.ok(browser);
        const path = pathOf(route, paramsOf(route.path), undefined);
        const answer = await browser.raw({
          method: route.method,
          path,
          ...(route.method === 'POST' ? { body: {} } : {}),
        });
        assert.equal(
          codeOf(answer.body),
          'CSRF_FAILED',
          `${name} as ${role}: ${JSON.stringify(answer.body)}`,
        );
      }
    }
  });

  it('opens nothing but the way on while the second factor is missing', async () => {
    const admin = await system.admin();
    const half = await someone(system, admin, 'admin', { secondFactor: false });
    for (const { name, route } of guarded) {
      if (route.access === 'public') continue;
      const answer = await half.send(route, { params: paramsOf(route.path), body: {} });
      const refused = codeOf(answer.body) === 'SECOND_FACTOR_REQUIRED';
      assert.equal(refused, !route.beforeFactor, `${name}: ${JSON.stringify(answer.body)}`);
    }
  });

  it('asks for a fresh proof exactly where the contract says so', async () => {
    const { client } = system.app.get(PrismaService);
    await client.session.updateMany({ data: { provedAt: new Date(Date.now() - 11 * 60_000) } });
    for (const { name, route } of guarded) {
      for (const role of roles) {
        if (route.access === 'public' || !can(role, route.access)) continue;
        const answer = await browsers.get(role)?.send(route, { params: paramsOf(route.path), body: {} });
        const asked = codeOf(answer?.body) === 'STEP_UP_REQUIRED';
        assert.equal(asked, route.stepUp, `${name} as ${role}: ${JSON.stringify(answer?.body)}`);
      }
    }
  });

  it('serves no route that the contract does not name', async () => {
    const answer = await system.client().raw({ method: 'GET', path: '/v1/secrets' });
    assert.deepEqual([answer.status, codeOf(answer.body)], [404, 'NOT_FOUND']);
  });
});
