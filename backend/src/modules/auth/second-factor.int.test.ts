import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import { nextCode } from '@freehold/shared/authenticator';
import * as factor from '@freehold/shared/second-factor';
import { fromBase32, totpCode, totpStep } from '@freehold/shared/totp';
import { createUser, listUsers } from '@freehold/shared/user';
import { PrismaService } from '../../common/database/prisma.service.ts';

import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, holdLocks, someone } from '../../common/testing/test-people.ts';

const password = 'a password of some length';

describe('the second factor', () => {
  let system: TestApplication;
  before(async () => {
    system = await startTestApplication();
  });
  after(() => system.close());

  /** A new investor who set an app up, and a second browser in which only the password was given. */
  async function guarded() {
    const first = await someone(system, await system.admin(), 'investor');
    const email = (await first.call(auth.readSession)).user?.email ?? '';
    const { secret, recoveryCodes } = await first.setUpSecondFactor();
    const second = system.client();
    await second.signIn({ email, password });
    return { first, second, email, secret, recoveryCodes };
  }

  const prove = (browser: TestClient, code: string) => browser.send(factor.stepUp, { body: { code } });

  it('must be set up by an administrator before anything else', async () => {
    const admin = await system.admin();
    const body = { email: 'new-admin@freehold.example', name: 'New', role: 'admin' as const };
    const { invitation } = await admin.call(createUser, { body });
    const browser = system.client();
    const session = await browser.call(auth.acceptInvitation, {
      body: { token: invitation.token, password },
    });
    assert.deepEqual([session.secondFactor, session.permissions], ['TO_SET_UP', []]);
    for (const route of [listUsers, auth.listSessions, auth.listWallets]) {
      const refused = await browser.send(route);
      assert.deepEqual([refused.status, codeOf(refused.body)], [403, 'SECOND_FACTOR_REQUIRED'], route.path);
    }
    const { recoveryCodes } = await browser.setUpSecondFactor();
    assert.equal(new Set(recoveryCodes).size, 10);
    assert.equal((await browser.call(auth.readSession)).secondFactor, 'DONE');
    await browser.call(listUsers);
    const removed = await browser.send(factor.removeSecondFactor);
    assert.equal(codeOf(removed.body), 'SECOND_FACTOR_COMPULSORY');
  });

  it('counts only once confirmed by a code of the app', async () => {
    const investor = await someone(system, await system.admin(), 'investor');
    const { secret, uri } = await investor.call(factor.beginSecondFactor);
    assert.equal(new URL(uri).searchParams.get('secret'), secret);
    const wrong = await investor.send(factor.confirmSecondFactor, { body: { code: '000000' } });
    assert.equal(codeOf(wrong.body), 'SECOND_FACTOR_WRONG');
    assert.equal((await investor.call(factor.readSecondFactor)).confirmedAt, null);
    assert.equal((await investor.call(auth.readSession)).secondFactor, 'NOT_NEEDED');
    await investor.call(factor.confirmSecondFactor, { body: { code: await nextCode(secret) } });
    assert.equal((await investor.call(auth.readSession)).secondFactor, 'DONE');
    const again = await investor.send(factor.beginSecondFactor);
    assert.equal(codeOf(again.body), 'SECOND_FACTOR_EXISTS');
  });

  it('is asked for at the next sign-in, and at once in sessions that are open', async () => {
    const investor = await someone(system, await system.admin(), 'investor');
    const email = (await investor.call(auth.readSession)).user?.email ?? '';
    const other = system.client();
    await other.signIn({ email, password });
    await other.call(auth.listWallets);
    const { secret } = await investor.setUpSecondFactor();
    const refused = await other.send(auth.listWallets);
    assert.equal(codeOf(refused.body), 'SECOND_FACTOR_REQUIRED');
    const session = await other.call(factor.stepUp, { body: { code: await nextCode(secret) } });
    assert.equal(session.secondFactor, 'DONE');
    await other.call(auth.listWallets);
  });

  it('takes each code once, even when requests race', async () => {
    const { second, secret } = await guarded();
    const code = await nextCode(secret);
    const answers = await Promise.all(Array.from({ length: 4 }, () => prove(second, code)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    const again = await prove(second, code);
    assert.ok(['SECOND_FACTOR_REUSED', 'SECOND_FACTOR_LOCKED'].includes(String(codeOf(again.body))));
  });

  it('refuses a code older than one that was taken', async () => {
    const { first, second, secret } = await guarded();
    const step = totpStep(Date.now());
    // The step after the present one is taken early; the present one is then in the past.
    await first.call(factor.stepUp, { body: { code: totpCode(fromBase32(secret), step + 1) } });
    const older = await prove(second, totpCode(fromBase32(secret), step));
    assert.equal(codeOf(older.body), 'SECOND_FACTOR_REUSED');
  });

  it('locks after five wrong codes, also for the right one', async () => {
    const { second, secret } = await guarded();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      assert.equal(codeOf((await prove(second, '000000')).body), 'SECOND_FACTOR_WRONG');
    }
    await holdLocks(system);
    const locked = await prove(second, await nextCode(secret));
    assert.deepEqual([locked.status, codeOf(locked.body)], [429, 'SECOND_FACTOR_LOCKED']);
    assert.ok(Number(locked.headers.get('retry-after')) >= 1);
  });

  it('counts guesses that come all at once one by one', async () => {
    const { second } = await guarded();
    const begun = Date.now();
    const answers = await Promise.all(Array.from({ length: 30 }, () => prove(second, '000000')));
    const seconds = (Date.now() - begun) / 1_000;
    const tried = answers.filter(({ body }) => codeOf(body) === 'SECOND_FACTOR_WRONG').length;
    // After five comes a wait of two seconds, and each further guess doubles it: so many can have been over.
    const waitsOver = Math.floor(Math.log2(seconds / 2 + 1));
    assert.ok(tried <= 6 + waitsOver, `${tried} guesses were looked at in ${seconds} s`);
  });

  it('lets a recovery code in, once, however it is typed', async () => {
    const { second, email, recoveryCodes } = await guarded();
    const code = recoveryCodes[0] ?? '';
    const session = await second.call(factor.stepUp, {
      body: { code: code.toLowerCase().replaceAll('-', ' ') },
    });
    assert.equal(session.secondFactor, 'DONE');
    assert.equal((await second.call(factor.readSecondFactor)).recoveryCodesLeft, 9);
    const third = system.client();
    await third.signIn({ email, password });
    assert.equal(codeOf((await prove(third, code)).body), 'SECOND_FACTOR_WRONG');
    const { recoveryCodes: renewed } = await second.call(factor.renewRecoveryCodes);
    assert.equal(codeOf((await prove(third, recoveryCodes[1] ?? '')).body), 'SECOND_FACTOR_WRONG');
    assert.equal((await prove(third, renewed[0] ?? '')).status, 200);
  });

  it('keeps neither secret nor recovery codes readable in the database', async () => {
    const { first, secret, recoveryCodes } = await guarded();
    const { client } = system.app.get(PrismaService);
    const row = await client.secondFactor.findUniqueOrThrow({
      where: { userId: first.userId },
      include: { recoveryCodes: true },
    });
    const stored = Buffer.from(row.sealedSecret);
    assert.ok(!stored.includes(Buffer.from(fromBase32(secret))) && !stored.includes(secret));
    const hashes = JSON.stringify(row.recoveryCodes);
    for (const code of recoveryCodes) assert.ok(!hashes.includes(code.replaceAll('-', '')));
  });

  it('may be removed by who need not have one', async () => {
    const { first, email } = await guarded();
    await first.call(factor.removeSecondFactor);
    const browser = system.client();
    await browser.signIn({ email, password });
    await browser.call(auth.listWallets);
  });
});

describe('step-up', () => {
  let system: TestApplication;
  before(async () => {
    system = await startTestApplication();
  });
  after(() => system.close());

  /** As if the session had stood open for eleven minutes. */
  const age = (userId: string) =>
    system.app.get(PrismaService).client.session.updateMany({
      where: { userId },
      data: { provedAt: new Date(Date.now() - 11 * 60_000) },
    });
  const someBody = () => ({
    email: `${crypto.randomUUID()}@freehold.example`,
    name: 'Some',
    role: 'auditor' as const,
  });

  it('asks an administrator for a code before rights move, and lets the same request pass then', async () => {
    const admin = await someone(system, await system.admin(), 'admin');
    await age(admin.userId);
    const body = someBody();
    const idempotencyKey = crypto.randomUUID();
    const refused = await admin.send(createUser, { body, idempotencyKey });
    assert.deepEqual([refused.status, codeOf(refused.body)], [403, 'STEP_UP_REQUIRED']);
    await admin.call(listUsers);
    const password = await admin.send(factor.stepUp, { body: { password: 'a password of some length' } });
    assert.equal(codeOf(password.body), 'STEP_UP_REFUSED');
    const { items } = await (await system.admin()).call(listUsers, { query: { role: 'auditor' } });
    assert.ok(!items.some(({ email }) => email === body.email));
  });

  it('takes a fresh code for an older one', async () => {
    const admin = await system.admin();
    const browser = system.client();
    const { invitation, user } = await admin.call(createUser, { body: { ...someBody(), role: 'admin' } });
    await browser.call(auth.acceptInvitation, {
      body: { token: invitation.token, password: 'a password of some length' },
    });
    const { secret } = await browser.setUpSecondFactor();
    await age(user.id);
    const body = someBody();
    assert.equal(codeOf((await browser.send(createUser, { body })).body), 'STEP_UP_REQUIRED');
    await browser.call(factor.stepUp, { body: { code: await nextCode(secret) } });
    await browser.call(createUser, { body });
  });

  it('takes the password where there is no second factor, and only the right one', async () => {
    const investor = await someone(system, await system.admin(), 'investor');
    await age(investor.userId);
    assert.deepEqual((await investor.call(auth.readSession)).proofs, ['password']);
    assert.equal(codeOf((await investor.send(factor.beginSecondFactor)).body), 'STEP_UP_REQUIRED');
    const wrong = await investor.send(factor.stepUp, { body: { password: 'not this one' } });
    assert.equal(codeOf(wrong.body), 'STEP_UP_REFUSED');
    await investor.call(factor.stepUp, { body: { password: 'a password of some length' } });
    await investor.call(factor.beginSecondFactor);
  });
});
