import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import { disableUser, enableUser, resetSecondFactor } from '@freehold/shared/user';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import { codeOf, someone } from '../../common/testing/test-people.ts';

const password = 'a password of some length';
const body = { reason: 'Phone and codes were stolen.' };

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
        ['ACTIVE', 'DISABLED', admin.userId, body.reason],
        ['DISABLED', 'ACTIVE', admin.userId, body.reason],
      ],
    );
    assert.deepEqual(await kindsOfMail(params.id), ['account-disabled', 'account-enabled']);
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
    for (const route of [disableUser, resetSecondFactor]) {
      const own = await admin.send(route, { params: { id: admin.userId }, body });
      assert.deepEqual([own.status, codeOf(own.body)], [409, 'OWN_ACCOUNT']);
    }
    const unknown = await admin.send(disableUser, { params: { id: crypto.randomUUID() }, body });
    assert.equal(unknown.status, 404);
  });
});
