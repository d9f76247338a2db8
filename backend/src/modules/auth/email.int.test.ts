import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import * as contract from '@freehold/shared/email';
import { requestPasswordReset, resetPassword } from '@freehold/shared/password';
import { can, roles } from '@freehold/shared/permissions';
import { allRoutes } from '@freehold/shared/routes';
import { createUser } from '@freehold/shared/user';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, confirmAddress, mailedToken, someone } from '../../common/testing/test-people.ts';

const password = 'a password of some length';
const id = '00000000-0000-4000-8000-000000000000';
let people = 0;

describe('the address of an account', () => {
  let system: TestApplication;
  before(async () => {
    system = await startTestApplication();
  });
  after(() => system.close());

  const prisma = () => system.app.get(PrismaService).client;
  const freshEmail = (): string => {
    people += 1;
    return `mail-${people}@freehold.example`;
  };
  const emailOf = async (browser: TestClient) => (await browser.call(auth.readSession)).user?.email ?? '';
  const isConfirmed = async (browser: TestClient) =>
    (await browser.call(auth.readSession)).user?.emailConfirmed;

  async function newcomer() {
    const browser = await someone(system, await system.admin(), 'investor', { confirmed: false });
    return { browser, email: await emailOf(browser) };
  }
  async function settled() {
    const browser = await someone(system, await system.admin(), 'investor');
    await passTime(browser);
    return { browser, email: await emailOf(browser) };
  }
  /** As if the links of this account had been mailed two days ago, and still worked. */
  const passTime = ({ userId }: TestClient) =>
    prisma().emailConfirmation.updateMany({
      where: { userId },
      data: { createdAt: new Date(Date.now() - 2 * 24 * 3_600_000) },
    });
  const confirm = async (browser: TestClient, token: string) => {
    const { status, body } = await browser.send(contract.confirmEmail, { body: { token } });
    return status === 200 ? 'confirmed' : codeOf(body);
  };
  const kindsOf = async (recipient: string): Promise<string[]> =>
    (await prisma().mail.findMany({ where: { recipient } })).map(({ kind }) => kind).toSorted();

  it('is confirmed by the link of the first mail, once, and the step is kept', async () => {
    const { browser, email } = await newcomer();
    const before = await browser.call(contract.readEmail);
    assert.deepEqual([before.confirmed, before.pending?.email], [false, email]);
    const token = await mailedToken(system, email);
    const answers = await Promise.all(Array.from({ length: 4 }, () => confirm(browser, token)));
    assert.deepEqual(answers.toSorted(), [
      ...Array.from({ length: 3 }, () => 'EMAIL_LINK_INVALID'),
      'confirmed',
    ]);
    assert.deepEqual(await browser.call(contract.readEmail), { email, confirmed: true, pending: null });
    const steps = await prisma().stateTransition.findMany({ where: { nounId: browser.userId } });
    assert.deepEqual(
      steps.map(({ noun, fromState, toState }) => [noun, fromState, toState]),
      [['user', 'EMAIL_UNCONFIRMED', 'EMAIL_CONFIRMED']],
    );
    const again = await browser.send(contract.resendEmailConfirmation);
    assert.deepEqual([again.status, codeOf(again.body)], [409, 'EMAIL_CONFIRMED']);
  });

  it('is not confirmed by a link that is too old, made up, or from the session of somebody else', async () => {
    const [one, two] = [await newcomer(), await newcomer()];
    const token = await mailedToken(system, one.email);
    assert.equal(await confirm(two.browser, token), 'EMAIL_LINK_INVALID');
    assert.equal(await confirm(one.browser, `${token.slice(0, -4)}AAAA`), 'EMAIL_LINK_INVALID');
    const nobody = await system.client().send(contract.confirmEmail, { body: { token } });
    assert.deepEqual([nobody.status, codeOf(nobody.body)], [401, 'UNAUTHENTICATED']);
    await prisma().emailConfirmation.updateMany({
      where: { userId: one.browser.userId },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    assert.equal(await confirm(one.browser, token), 'EMAIL_LINK_INVALID');
    assert.equal(await isConfirmed(one.browser), false);
    assert.equal(await isConfirmed(two.browser), false);
  });

  it('opens, until it is confirmed, no route that asks for it, and every one of them afterwards', async () => {
    const { browser, email } = await newcomer();
    const asking = allRoutes.filter(({ route }) => route.confirmedEmail);
    assert.deepEqual(
      ['startKyc', 'linkWallet', 'createSubscription', 'placeOrder'].filter(
        (name) => !asking.some((route) => route.name === name),
      ),
      [],
    );
    const refusals = async () => {
      const codes = asking.map(async ({ route }) => {
        const { status, body } = await browser.send(route, { params: { id }, body: {} });
        return `${status} ${codeOf(body)}`;
      });
      return new Set(await Promise.all(codes));
    };
    assert.deepEqual([...(await refusals())], ['403 EMAIL_NOT_CONFIRMED']);
    await confirmAddress(system, browser, email);
    assert.ok(!(await refusals()).has('403 EMAIL_NOT_CONFIRMED'));
    for (const { name, route } of asking) {
      if (route.access === 'public') assert.fail(`${name} knows nobody whose address it could ask for`);
      else assert.ok(can('investor', route.access), `${name} is for investors`);
    }
  });

  it('gets another link after a wait that doubles, and the older link stops working', async () => {
    const { browser, email } = await newcomer();
    const first = await mailedToken(system, email);
    const early = await browser.send(contract.resendEmailConfirmation);
    assert.deepEqual([early.status, codeOf(early.body)], [429, 'EMAIL_RESEND_TOO_SOON']);
    const waits: number[] = [];
    for (let link = 0; link < 4; link += 1) {
      // Just beyond the wait before this link, of which the newest mail counts.
      const { pending } = await browser.call(contract.readEmail);
      const wait = Date.parse(pending?.resendAt ?? '') - Date.parse(pending?.sentAt ?? '');
      waits.push(wait / 60_000);
      await prisma().$executeRaw`UPDATE app.email_confirmation
        SET created_at = created_at - make_interval(secs => ${wait / 1_000 + 1}::int)
        WHERE user_id = ${browser.userId}::uuid`;
      await browser.call(contract.resendEmailConfirmation);
    }
    assert.deepEqual(waits, [1, 2, 4, 8]);
    assert.equal(await confirm(browser, first), 'EMAIL_LINK_INVALID');
    assert.equal(await confirm(browser, await mailedToken(system, email)), 'confirmed');
    assert.equal((await kindsOf(email)).filter((kind) => kind === 'email-confirmation').length, 5);
  });

  it('counts requests at the same moment one by one', async () => {
    const { browser, email } = await newcomer();
    await passTime(browser);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => browser.send(contract.resendEmailConfirmation)),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [202, 429, 429, 429, 429]);
    assert.equal((await kindsOf(email)).length, 2);
  });

  it('is replaced before it was ever confirmed, without a word to the address that was a slip', async () => {
    const { browser, email } = await newcomer();
    await passTime(browser);
    const right = freshEmail();
    const state = await browser.call(contract.changeEmail, { body: { email: right } });
    assert.deepEqual([state.email, state.confirmed, state.pending?.email], [email, false, right]);
    assert.equal(await confirm(browser, await mailedToken(system, email)), 'EMAIL_LINK_INVALID');
    assert.equal(await confirm(browser, await mailedToken(system, right)), 'confirmed');
    assert.equal(await emailOf(browser), right);
    assert.deepEqual(await kindsOf(email), ['email-confirmation']);
    await system.client().signIn({ email: right, password });
  });

  it('is replaced once the new one is confirmed: both are told, other sessions end, old links die', async () => {
    const { browser, email } = await settled();
    const other = system.client();
    await other.signIn({ email, password });
    await system.client().call(requestPasswordReset, { body: { email } });
    await system.app.get(BackgroundTasks).runOnce('password-reset');
    const reset = await mailedToken(system, email);
    const next = freshEmail();
    await browser.call(contract.changeEmail, { body: { email: next } });
    assert.equal(await emailOf(browser), email);
    assert.equal(await isConfirmed(browser), true);
    assert.ok((await kindsOf(email)).includes('email-change-asked'));
    assert.equal(await confirm(browser, await mailedToken(system, next)), 'confirmed');
    assert.equal(await emailOf(browser), next);
    assert.equal((await other.call(auth.readSession)).user, null);
    assert.ok((await kindsOf(email)).includes('email-changed'));
    assert.ok((await kindsOf(next)).includes('email-changed'));
    const late = await system.client().send(resetPassword, { body: { token: reset, password } });
    assert.equal(codeOf(late.body), 'PASSWORD_RESET_INVALID');
    const old = await system.client().send(auth.signIn, { body: { email, password } });
    assert.equal(codeOf(old.body), 'SIGN_IN_FAILED');
    await system.client().signIn({ email: next, password });
  });

  it('is replaced only by who proves anew who they are', async () => {
    const { browser } = await settled();
    await prisma().session.updateMany({
      where: { userId: browser.userId },
      data: { provedAt: new Date(Date.now() - 11 * 60_000) },
    });
    const refused = await browser.send(contract.changeEmail, { body: { email: freshEmail() } });
    assert.deepEqual([refused.status, codeOf(refused.body)], [403, 'STEP_UP_REQUIRED']);
  });

  it('is asked for alike whether or not another account has it, and only its owner is told', async () => {
    const [asking, owner] = [await settled(), await settled()];
    const free = freshEmail();
    const taken = await asking.browser.call(contract.changeEmail, { body: { email: owner.email } });
    await passTime(asking.browser);
    const other = await asking.browser.call(contract.changeEmail, { body: { email: free } });
    const shapeOf = ({ pending, ...rest }: contract.EmailState) => [rest, Object.keys(pending ?? {})];
    assert.deepEqual(shapeOf(taken), shapeOf(other));
    // The first is the one by which the owner confirmed it.
    assert.deepEqual(await kindsOf(owner.email), ['email-confirmation', 'email-taken']);
    assert.deepEqual(await kindsOf(free), ['email-confirmation']);
  });

  it('goes to the first who confirms it', async () => {
    const [one, two] = [await settled(), await settled()];
    const wanted = freshEmail();
    await one.browser.call(contract.changeEmail, { body: { email: wanted } });
    const first = await mailedToken(system, wanted);
    await two.browser.call(contract.changeEmail, { body: { email: wanted } });
    const second = await mailedToken(system, wanted);
    assert.equal(await confirm(one.browser, first), 'confirmed');
    assert.equal(await confirm(two.browser, second), 'EMAIL_TAKEN');
    assert.equal(await emailOf(two.browser), two.email);
  });

  it('cannot be flooded by accounts of others', async () => {
    const victim = freshEmail();
    for (let account = 0; account < 5; account += 1) {
      const { browser } = await settled();
      await browser.call(contract.changeEmail, { body: { email: victim } });
    }
    assert.equal((await kindsOf(victim)).length, 3);
  });

  it('is confirmed by the mailed link of an invitation, and not by the one that was handed over', async () => {
    const admin = await system.admin();
    const invite = async () => {
      const email = freshEmail();
      const person = { email, name: 'Ina Invited', role: 'manager' as const };
      const { invitation } = await admin.call(createUser, { body: person });
      return { email, handed: invitation.token, mailed: await mailedToken(system, email) };
    };
    const [one, two] = [await invite(), await invite()];
    assert.notEqual(one.mailed, one.handed);
    const reader = system.client();
    await reader.call(auth.acceptInvitation, { body: { token: one.mailed, password } });
    assert.equal(await isConfirmed(reader), true);
    const used = await system.client().send(auth.acceptInvitation, { body: { token: one.handed, password } });
    assert.equal(codeOf(used.body), 'INVITATION_INVALID');
    const bearer = system.client();
    await bearer.call(auth.acceptInvitation, { body: { token: two.handed, password } });
    assert.equal(await isConfirmed(bearer), false);
    await confirmAddress(system, bearer, two.email);
    assert.equal(await isConfirmed(bearer), true);
  });

  it('is confirmed by setting a new password through its mailbox', async () => {
    const { browser, email } = await newcomer();
    await system.client().call(requestPasswordReset, { body: { email } });
    await system.app.get(BackgroundTasks).runOnce('password-reset');
    const token = await mailedToken(system, email);
    await system.client().call(resetPassword, { body: { token, password } });
    assert.equal((await browser.call(auth.readSession)).user, null);
    await browser.signIn({ email, password });
    assert.equal(await isConfirmed(browser), true);
  });

  it('is asked for by no role that never buys', () => {
    for (const { name, route } of allRoutes) {
      if (!route.confirmedEmail || route.access === 'public' || route.access === 'account.self') continue;
      const { access } = route;
      assert.deepEqual(
        roles.filter((role) => can(role, access)),
        ['investor'],
        name,
      );
    }
  });

  it('leaves nothing in the database that a reader could follow', async () => {
    const { browser, email } = await newcomer();
    const token = await mailedToken(system, email);
    assert.ok(token.length > 40);
    const rows = await prisma().emailConfirmation.findMany({ where: { userId: browser.userId } });
    const mails = await prisma().mail.findMany({ where: { recipient: email } });
    assert.ok(!JSON.stringify(rows).includes(token));
    assert.ok(mails.every(({ sealedLetter }) => !Buffer.from(sealedLetter ?? []).includes(token)));
  });
});
