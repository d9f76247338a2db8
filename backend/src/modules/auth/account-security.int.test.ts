import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import { FreeholdError } from '@freehold/shared/errors';
import { changeRole, disableUser, enableUser, resetSecondFactor } from '@freehold/shared/user';
import { PrismaService } from '../../common/database/prisma.service.ts';
import type { Actor } from '../../common/http/freehold-request.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someLease, someone, someProperty } from '../../common/testing/test-people.ts';
import { AccountSecurityService } from './domain/account-security.service.ts';

const password = 'a password of some length';
const body = { reason: 'Phone and codes were stolen.' };

const actorOf = ({ userId }: TestClient): Actor => ({
  userId,
  sessionId: crypto.randomUUID(),
  role: 'admin',
  name: 'Some admin',
  email: 'some-admin@freehold.example',
  emailConfirmed: true,
  secondFactor: 'DONE',
  provedAt: new Date(),
});

describe('accounts in the hands of administrators', () => {
  let system: TestApplication;
  before(async () => {
    system = await startTestApplication();
  });
  after(() => system.close());

  async function investor() {
    const browser = await someone(system, await system.admin(), 'investor');
    const email = (await browser.call(auth.readSession)).user?.email ?? '';
    return { browser, email, params: { id: browser.userId } };
  }
  const prisma = () => system.app.get(PrismaService).client;
  const kindsOfMail = async (userId: string): Promise<string[]> => {
    const rows = await system.app.get(PrismaService).client.mail.findMany({ where: { userId } });
    return rows.map(({ kind }) => kind).toSorted();
  };

  it('are closed and opened again, with a reason that stays and a mail each time', async () => {
    const admin = await system.admin();
    const { browser, email, params } = await investor();
    assert.equal((await admin.call(disableUser, { params, body })).state, 'DISABLED');
    assert.equal((await browser.call(auth.readSession)).user, null);
    const refused = await system.client().send(auth.signIn, { body: { email, password } });
    assert.equal(codeOf(refused.body), 'SIGN_IN_FAILED');
    const twice = await admin.send(disableUser, { params, body });
    assert.deepEqual([twice.status, codeOf(twice.body)], [409, 'ILLEGAL_TRANSITION']);
    assert.equal((await admin.call(enableUser, { params, body })).state, 'ACTIVE');
    await system.client().signIn({ email, password });
    const steps = await system.app.get(PrismaService).client.stateTransition.findMany({
      where: { noun: 'user', nounId: params.id },
      orderBy: { id: 'asc' },
    });
    assert.deepEqual(
      steps.map(({ fromState, toState, actor, reason }) => [fromState, toState, actor, reason]),
      [
        ['EMAIL_UNCONFIRMED', 'EMAIL_CONFIRMED', params.id, null],
        ['ACTIVE', 'DISABLED', admin.userId, body.reason],
        ['DISABLED', 'ACTIVE', admin.userId, body.reason],
      ],
    );
    assert.deepEqual(await kindsOfMail(params.id), [
      'account-disabled',
      'account-enabled',
      'email-confirmation',
    ]);
  });

  it('lose a second factor that was lost, and every session with it', async () => {
    const admin = await system.admin();
    const { browser, email, params } = await investor();
    const none = await admin.send(resetSecondFactor, { params, body });
    assert.equal(codeOf(none.body), 'SECOND_FACTOR_MISSING');
    await browser.setUpSecondFactor();
    await admin.call(resetSecondFactor, { params, body });
    assert.equal((await browser.call(auth.readSession)).user, null);
    const again = system.client();
    await again.signIn({ email, password });
    assert.equal((await again.call(auth.readSession)).secondFactor, 'NOT_NEEDED');
    assert.ok((await kindsOfMail(params.id)).includes('factor-reset'));
  });

  it('are asked for a new one where the role must have it', async () => {
    const other = await someone(system, await system.admin(), 'admin');
    const email = (await other.call(auth.readSession)).user?.email ?? '';
    await (await system.admin()).call(resetSecondFactor, { params: { id: other.userId }, body });
    const again = system.client();
    await again.signIn({ email, password });
    assert.equal((await again.call(auth.readSession)).secondFactor, 'TO_SET_UP');
  });

  it('are never those of the administrator who acts', async () => {
    const admin = await system.admin();
    for (const [route, asked] of [
      [disableUser, body],
      [resetSecondFactor, body],
      [changeRole, { ...body, role: 'auditor' }],
    ] as const) {
      const own = await admin.send(route, { params: { id: admin.userId }, body: asked });
      assert.deepEqual([own.status, codeOf(own.body)], [409, 'OWN_ACCOUNT']);
    }
    const unknown = await admin.send(disableUser, { params: { id: crypto.randomUUID() }, body });
    assert.equal(unknown.status, 404);
  });

  it('get another role at once: sessions end, rights follow, a mail and a row say why', async () => {
    const admin = await system.admin();
    const auditor = await someone(system, admin, 'auditor');
    const email = (await auditor.call(auth.readSession)).user?.email ?? '';
    const params = { id: auditor.userId };
    const changed = await admin.call(changeRole, { params, body: { ...body, role: 'manager' } });
    assert.equal(changed.role, 'manager');
    assert.equal((await auditor.call(auth.readSession)).user, null);
    await auditor.signIn({ email, password });
    const { permissions } = await auditor.call(auth.readSession);
    assert.deepEqual(
      [permissions.includes('property.create'), permissions.includes('user.read')],
      [true, false],
    );
    const twice = await admin.send(changeRole, { params, body: { ...body, role: 'manager' } });
    assert.deepEqual([twice.status, codeOf(twice.body)], [409, 'ILLEGAL_TRANSITION']);
    const letters = await system.lettersTo(email);
    assert.ok(letters.some(({ paragraphs }) => paragraphs.some((text) => text.includes(body.reason))));
    const steps = await prisma().stateTransition.findMany({ where: { nounId: params.id } });
    assert.deepEqual(
      steps.map(({ fromState, toState, actor, reason }) => [fromState, toState, actor, reason]),
      [['ROLE_AUDITOR', 'ROLE_MANAGER', admin.userId, body.reason]],
    );
  });

  it('must set up a second factor when they become an administrator', async () => {
    const admin = await system.admin();
    const auditor = await someone(system, admin, 'auditor');
    const email = (await auditor.call(auth.readSession)).user?.email ?? '';
    const params = { id: auditor.userId };
    await admin.call(changeRole, { params, body: { ...body, role: 'admin' } });
    await auditor.signIn({ email, password });
    assert.equal((await auditor.call(auth.readSession)).secondFactor, 'TO_SET_UP');
    await admin.call(changeRole, { params, body: { ...body, role: 'auditor' } });
  });

  it('keep the role of an investor who linked a wallet', async () => {
    const admin = await system.admin();
    const { params } = await investor();
    await prisma().wallet.create({
      data: { id: crypto.randomUUID(), userId: params.id, address: `0x${'ab'.repeat(20)}`, isPrimary: true },
    });
    const refused = await admin.send(changeRole, { params, body: { ...body, role: 'auditor' } });
    assert.deepEqual([refused.status, codeOf(refused.body)], [409, 'ROLE_IN_USE']);
    assert.match(JSON.stringify(refused.body), /1 that may hold shares/);
  });

  it('keep a role on which something depends', async () => {
    const admin = await system.admin();
    const manager = await someone(system, admin, 'manager');
    const property = await someProperty(manager);
    const { tenant } = await someLease(system, manager, property.id);
    for (const { userId } of [manager, tenant]) {
      const asked = { params: { id: userId }, body: { ...body, role: 'auditor' } };
      const refused = await admin.send(changeRole, asked);
      assert.deepEqual([refused.status, codeOf(refused.body)], [409, 'ROLE_IN_USE']);
      assert.equal((await prisma().user.findUniqueOrThrow({ where: { id: userId } })).state, 'ACTIVE');
    }
    assert.equal((await manager.call(auth.readSession)).user?.role, 'manager');
  });

  for (const act of ['disable', 'changeRole'] as const) {
    it(`leave one administrator when two do it to each other at the same moment: ${act}`, async () => {
      const [one, two] = [await someone(system, await system.admin(), 'admin'), await system.admin()];
      const ids = [one.userId, two.userId];
      await prisma().user.updateMany({
        where: { role: 'admin', id: { notIn: ids } },
        data: { state: 'DISABLED' },
      });
      const service = system.app.get(AccountSecurityService);
      // Both sessions were good when the requests arrived.
      const answers = await Promise.allSettled([
        service[act](actorOf(one), { id: two.userId, reason: body.reason, role: 'auditor' }),
        service[act](actorOf(two), { id: one.userId, reason: body.reason, role: 'auditor' }),
      ]);
      const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
      assert.deepEqual(
        refused.map((error: unknown) => (error instanceof FreeholdError ? error.code : error)),
        ['LAST_ADMINISTRATOR'],
      );
      assert.equal(await prisma().user.count({ where: { role: 'admin', state: 'ACTIVE' } }), 1);
      await prisma().user.updateMany({
        where: { id: { in: ids } },
        data: { role: 'admin', state: 'ACTIVE' },
      });
    });
  }
});
