import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import { createUser, listUsers } from '@freehold/shared/user';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import { codeOf, holdLocks } from '../../common/testing/test-people.ts';

const person = { email: 'Ann@Freehold.example', password: 'a good long password', name: 'Ann' };

describe('accounts and sessions', () => {
  let system: TestApplication;
  before(async () => {
    system = await startTestApplication();
  });
  after(() => system.close());

  /** Sign-up in a fresh browser at this address. */
  const signUpFrom = (address: string, body: typeof person) =>
    system.client().raw({
      method: 'POST',
      path: auth.signUp.path,
      body,
      headers: { 'x-forwarded-for': address },
    });

  it('signs an investor up, and says who is signed in', async () => {
    const browser = system.client();
    const session = await browser.call(auth.signUp, { body: person });
    assert.equal(session.user?.email, 'ann@freehold.example');
    assert.equal(session.user?.role, 'investor');
    assert.ok(session.permissions.includes('portfolio.read'));
    const again = await browser.call(auth.readSession);
    assert.equal(again.user?.id, session.user?.id);
    assert.equal(again.csrfToken, browser.cookies.get('freehold_csrf'));
  });

  it('refuses a taken address at sign-up, and tells its owner once a day by mail', async () => {
    const again = { body: { ...person, password: 'somebody else has chosen this' } };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const refused = await signUpFrom('198.51.100.1', again.body);
      assert.deepEqual([refused.status, codeOf(refused.body)], [409, 'EMAIL_TAKEN']);
    }
    const letters = await system.lettersTo('ann@freehold.example');
    const told = letters.filter(({ subject }) => /have an account already/.test(subject));
    assert.equal(told.length, 1);
    assert.equal(told[0]?.action?.url, 'http://localhost:3000/sign-in');
    assert.ok(told[0]?.paragraphs.some((words) => words.includes('http://localhost:3000/forgot-password')));
    await system.client().signIn(person);
  });

  it('lets nobody collect addresses at sign-up: after five taken ones the place waits, for any address', async () => {
    const place = (host: number) => `2001:db8:77:1::${host}`;
    for (let host = 1; host <= 5; host += 1) {
      const refused = await signUpFrom(place(host), person);
      assert.deepEqual([refused.status, codeOf(refused.body)], [409, 'EMAIL_TAKEN']);
    }
    const free = { ...person, email: 'new-one@freehold.example' };
    await holdLocks(system);
    const answers = await Promise.all([signUpFrom(place(6), person), signUpFrom(place(7), free)]);
    for (const answer of answers) {
      assert.deepEqual([answer.status, codeOf(answer.body)], [429, 'SIGN_UP_LOCKED']);
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    }
    const elsewhere = await signUpFrom('2001:db8:77:2::1', free);
    assert.equal(elsewhere.status, 201);
  });

  it('answers a wrong password and an unknown e-mail alike, and slows guessing down', async () => {
    const browser = system.client();
    const attempt = (email: string) =>
      browser.send(auth.signIn, { body: { email, password: 'wrong password' } });
    const known = await attempt('ann@freehold.example');
    const unknown = await attempt('nobody@freehold.example');
    assert.deepEqual([known.status, codeOf(known.body)], [401, 'SIGN_IN_FAILED']);
    assert.deepEqual([unknown.status, codeOf(unknown.body)], [401, 'SIGN_IN_FAILED']);
    for (let failures = 1; failures < 5; failures += 1) {
      assert.equal(codeOf((await attempt('nobody@freehold.example')).body), 'SIGN_IN_FAILED');
    }
    await holdLocks(system);
    const locked = await attempt('nobody@freehold.example');
    assert.deepEqual([locked.status, codeOf(locked.body)], [429, 'SIGN_IN_LOCKED']);
    assert.ok(Number(locked.headers.get('retry-after')) >= 1);
  });

  it('refuses an unsafe request without the CSRF token of the session', async () => {
    const browser = system.client();
    await browser.signIn(person);
    const none = await browser.raw({ method: 'POST', path: '/v1/auth/sign-out', body: {} });
    assert.deepEqual([none.status, codeOf(none.body)], [403, 'CSRF_FAILED']);
    const wrong = await browser.raw({
      method: 'POST',
      path: '/v1/auth/sign-out',
      body: {},
      headers: { 'x-csrf-token': 'wrong' },
    });
    assert.equal(codeOf(wrong.body), 'CSRF_FAILED');
    const right = await browser.send(auth.signOut);
    assert.equal(right.status, 204);
  });

  it('lists sessions and ends them: a revoked cookie opens nothing', async () => {
    const [laptop, phone] = [system.client(), system.client()];
    await laptop.signIn(person);
    await phone.signIn(person);
    const { items } = await laptop.call(auth.listSessions);
    const current = items.filter((item) => item.current);
    assert.equal(current.length, 1);
    for (const item of items.filter(({ current: own }) => !own)) {
      await laptop.call(auth.revokeSession, { params: { id: item.id } });
    }
    const after = await phone.send(auth.listSessions);
    assert.deepEqual([after.status, codeOf(after.body)], [401, 'UNAUTHENTICATED']);
    const cookie = laptop.cookies.get('freehold_session') ?? '';
    await laptop.send(auth.signOut);
    const thief = system.client();
    thief.setCookie('freehold_session', cookie);
    assert.equal((await thief.call(auth.readSession)).user, null);
  });

  it('ends all other sessions at once, and leaves the one that asked', async () => {
    const browsers = [system.client(), system.client(), system.client()];
    for (const browser of browsers) await browser.signIn(person);
    const [here, ...others] = browsers;
    const { ended } = (await here?.call(auth.revokeOtherSessions)) ?? { ended: 0 };
    assert.ok(ended >= 2);
    for (const browser of others) assert.equal((await browser.call(auth.readSession)).user, null);
    assert.equal((await here?.call(auth.listSessions))?.items.length, 1);
  });

  it('ends a session that was not used for a day, or whose account was disabled', async () => {
    const { client } = system.app.get(PrismaService);
    const idle = system.client();
    await idle.signIn(person);
    await client.session.updateMany({ data: { lastSeenAt: new Date(Date.now() - 25 * 3_600_000) } });
    assert.equal((await idle.call(auth.readSession)).user, null);
    const gone = system.client();
    await gone.call(auth.signUp, { body: { ...person, email: 'gone@freehold.example' } });
    await client.user.update({ where: { email: 'gone@freehold.example' }, data: { state: 'DISABLED' } });
    assert.equal((await gone.call(auth.readSession)).user, null);
    const again = await gone.send(auth.signIn, {
      body: { email: 'gone@freehold.example', password: person.password },
    });
    assert.equal(codeOf(again.body), 'SIGN_IN_FAILED');
  });

  it("hides other people's sessions", async () => {
    const [ann, admin] = [system.client(), await system.admin()];
    await ann.signIn(person);
    const { items } = await admin.call(auth.listSessions);
    const answer = await ann.send(auth.revokeSession, { params: { id: items[0]?.id } });
    assert.equal(answer.status, 404);
  });

  it('invites a person, whose link works once', async () => {
    const admin = await system.admin();
    const body = { email: 'max@freehold.example', name: 'Max', role: 'manager' as const };
    const { user, invitation } = await admin.call(createUser, { body });
    assert.equal(user.state, 'INVITED');
    assert.equal(invitation.url, `http://localhost:3000/accept-invitation?token=${invitation.token}`);
    const browser = system.client();
    const accept = { token: invitation.token, password: 'another long password' };
    const session = await browser.call(auth.acceptInvitation, { body: accept });
    assert.equal(session.user?.role, 'manager');
    const second = await system.client().send(auth.acceptInvitation, { body: accept });
    assert.equal(codeOf(second.body), 'INVITATION_INVALID');
    const taken = await admin.send(createUser, { body });
    assert.deepEqual([taken.status, codeOf(taken.body)], [409, 'EMAIL_TAKEN']);
  });

  it('pages through people, each once, and finds them by part of name or address and by role', async () => {
    const admin = await system.admin();
    const invite = (name: string, email: string, role: 'manager' | 'auditor') =>
      admin.call(createUser, { body: { name, email: `${email}@people.example`, role } });
    await invite("Élodie O'Neil", 'elodie_1', 'manager');
    await invite('100% Homes', 'homes', 'manager');
    await invite('Quiet Elodie', 'elodiex1', 'auditor');
    const found = async (query: { readonly search?: string; readonly role?: 'manager' }) => {
      const emails: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await admin.call(listUsers, {
          query: { limit: 1, ...query, ...(cursor ? { cursor } : {}) },
        });
        emails.push(...page.items.map(({ email }) => email.split('@')[0] ?? ''));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return emails;
    };
    const everybody = await found({});
    assert.deepEqual(everybody.slice(0, 3), ['elodiex1', 'homes', 'elodie_1']);
    assert.equal(new Set(everybody).size, everybody.length);
    assert.deepEqual(await found({ search: "o'NEIL" }), ['elodie_1']);
    assert.deepEqual(await found({ search: ' ELODIE' }), ['elodiex1', 'elodie_1']);
    assert.deepEqual(await found({ search: 'elodie', role: 'manager' }), ['elodie_1']);
    assert.deepEqual(await found({ search: 'elodie_1' }), ['elodie_1']);
    assert.deepEqual(await found({ search: '100%' }), ['homes']);
    assert.deepEqual(await found({ search: '%' }), ['homes']);
    assert.deepEqual(await found({ search: '\\' }), []);
    const wrong = await admin.send(listUsers, { query: { cursor: 'nonsense' } });
    assert.equal(codeOf(wrong.body), 'VALIDATION_FAILED');
  });
});
