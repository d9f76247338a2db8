import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import { nextCode } from '@freehold/shared/authenticator';
import * as contract from '@freehold/shared/password';
import { stepUp } from '@freehold/shared/second-factor';
import { z } from 'zod';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import { codeOf, someone } from '../../common/testing/test-people.ts';

const password = 'a password of some length';
const newPassword = 'quite another password';

const sentSchema = z.object({
  personalizations: z.array(
    z.object({
      to: z.array(z.object({ email: z.string() })),
      custom_args: z.object({ mail_id: z.string() }),
    }),
  ),
  subject: z.string(),
  content: z.array(z.object({ value: z.string() })),
});
type Sent = z.infer<typeof sentSchema>;

/** SendGrid as far as these tests need it; `answer` decides the status of the next mails. */
async function startPost() {
  const sent: Sent[] = [];
  const post = { sent, answer: (): number => 202, url: '', stop: (): void => undefined };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const status = post.answer();
      if (status === 202) sent.push(sentSchema.parse(JSON.parse(body)));
      response.writeHead(status, { 'x-message-id': 'one' }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  post.url = `http://127.0.0.1:${port}`;
  post.stop = () => void server.close();
  return post;
}

describe('passwords', () => {
  let system: TestApplication;
  let post: Awaited<ReturnType<typeof startPost>>;
  before(async () => {
    post = await startPost();
    system = await startTestApplication({ SENDGRID_API_URL: post.url });
  });
  after(async () => {
    await system.close();
    post.stop();
  });

  const run = (task: string) => system.app.get(BackgroundTasks).runOnce(task);

  async function investor() {
    const browser = await someone(system, await system.admin(), 'investor');
    const email = (await browser.call(auth.readSession)).user?.email ?? '';
    // What confirmed the address is of no interest here.
    await mailsTo(email);
    return { browser, email };
  }

  /** Mails to this address since the last look, newest last. */
  async function mailsTo(email: string): Promise<Sent[]> {
    await run('mail');
    const theirs = post.sent.filter((mail) => mail.personalizations[0]?.to[0]?.email === email);
    for (const mail of theirs) post.sent.splice(post.sent.indexOf(mail), 1);
    return theirs;
  }

  async function resetLink(email: string): Promise<string> {
    await system.client().call(contract.requestPasswordReset, { body: { email } });
    await run('password-reset');
    const [mail] = await mailsTo(email);
    return /reset-password\?token=([\w-]+)/.exec(mail?.content[0]?.value ?? '')?.[1] ?? '';
  }

  it('are reset by a link that works once, and every session ends', async () => {
    const { browser, email } = await investor();
    const token = await resetLink(email);
    assert.ok(token.length > 40);
    const body = { token, password: newPassword };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => system.client().send(contract.resetPassword, { body })),
    );
    assert.equal(answers.filter(({ status }) => status === 204).length, 1);
    assert.equal(answers.filter(({ body: answer }) => codeOf(answer) === 'PASSWORD_RESET_INVALID').length, 3);
    assert.equal((await browser.call(auth.readSession)).user, null);
    const old = await system.client().send(auth.signIn, { body: { email, password } });
    assert.equal(codeOf(old.body), 'SIGN_IN_FAILED');
    await system.client().signIn({ email, password: newPassword });
    const [notice] = await mailsTo(email);
    assert.match(notice?.subject ?? '', /password was reset/);
  });

  it('answer alike whether or not there is such an account, and write to no stranger', async () => {
    const { email } = await investor();
    const stranger = 'nobody-at-all@freehold.example';
    const [known, unknown] = await Promise.all(
      [email, stranger].map((address) =>
        system.client().send(contract.requestPasswordReset, { body: { email: address } }),
      ),
    );
    assert.deepEqual([known?.status, known?.body], [202, {}]);
    assert.deepEqual([unknown?.status, unknown?.body], [202, {}]);
    await run('password-reset');
    assert.equal((await mailsTo(stranger)).length, 0);
    assert.equal((await mailsTo(email)).length, 1);
  });

  it('cannot be reset by an old link, or one overtaken by another', async () => {
    const { email } = await investor();
    const first = await resetLink(email);
    const second = await resetLink(email);
    await system.client().call(contract.resetPassword, { body: { token: second, password: newPassword } });
    const overtaken = await system
      .client()
      .send(contract.resetPassword, { body: { token: first, password: 'yet another password' } });
    assert.equal(codeOf(overtaken.body), 'PASSWORD_RESET_INVALID');
    await mailsTo(email);
    const third = await resetLink(email);
    await system.app
      .get(PrismaService)
      .client.passwordReset.updateMany({ data: { expiresAt: new Date(Date.now() - 1_000) } });
    const expired = await system
      .client()
      .send(contract.resetPassword, { body: { token: third, password: newPassword } });
    assert.deepEqual([expired.status, codeOf(expired.body)], [400, 'PASSWORD_RESET_INVALID']);
  });

  it('cannot be used to flood somebody with mail', async () => {
    const { email } = await investor();
    for (let request = 0; request < 6; request += 1) {
      await system.client().call(contract.requestPasswordReset, { body: { email } });
    }
    await run('password-reset');
    assert.equal((await mailsTo(email)).length, 3);
  });

  it('leave the second factor standing when they are reset', async () => {
    const { browser, email } = await investor();
    const { secret } = await browser.setUpSecondFactor();
    await mailsTo(email);
    const token = await resetLink(email);
    await system.client().call(contract.resetPassword, { body: { token, password: newPassword } });
    const again = system.client();
    await again.signIn({ email, password: newPassword });
    assert.equal((await again.call(auth.readSession)).secondFactor, 'TO_VERIFY');
    await again.call(stepUp, { body: { code: await nextCode(secret) } });
  });

  it('are changed by who knows the present one, and other sessions end', async () => {
    const { browser, email } = await investor();
    const other = system.client();
    await other.signIn({ email, password });
    const wrong = await browser.send(contract.changePassword, {
      body: { currentPassword: 'not this one', password: newPassword },
    });
    assert.deepEqual([wrong.status, codeOf(wrong.body)], [403, 'PASSWORD_WRONG']);
    await browser.call(contract.changePassword, {
      body: { currentPassword: password, password: newPassword },
    });
    assert.equal((await other.call(auth.readSession)).user, null);
    assert.equal((await browser.call(auth.readSession)).user?.email, email);
    await system.client().signIn({ email, password: newPassword });
    assert.match((await mailsTo(email))[0]?.subject ?? '', /password was changed/);
  });

  it('are kept nowhere a reader of the database could use them, nor are the links', async () => {
    const { email } = await investor();
    await system.client().call(contract.requestPasswordReset, { body: { email } });
    await run('password-reset');
    const { client } = system.app.get(PrismaService);
    const link = { recipient: email, kind: 'password-reset-link' };
    const [queued] = await client.mail.findMany({ where: link });
    assert.ok(queued?.sealedLetter && !Buffer.from(queued.sealedLetter).includes('token='));
    const [mail] = await mailsTo(email);
    const token = /token=([\w-]+)/.exec(mail?.content[0]?.value ?? '')?.[1] ?? 'none';
    assert.ok(!JSON.stringify(await client.passwordReset.findMany()).includes(token));
    const [kept] = await client.mail.findMany({ where: link });
    assert.deepEqual([kept?.state, kept?.sealedLetter], ['SENT', null]);
  });
});

describe('mail', () => {
  let system: TestApplication;
  let post: Awaited<ReturnType<typeof startPost>>;
  before(async () => {
    post = await startPost();
    system = await startTestApplication({ SENDGRID_API_URL: post.url });
  });
  after(async () => {
    await system.close();
    post.stop();
  });

  async function queueOne(): Promise<string> {
    const browser = await someone(system, await system.admin(), 'investor');
    const email = (await browser.call(auth.readSession)).user?.email ?? '';
    await browser.call(contract.changePassword, {
      body: { currentPassword: password, password: newPassword },
    });
    return email;
  }
  const mailOf = (recipient: string) =>
    system.app
      .get(PrismaService)
      .client.mail.findFirstOrThrow({ where: { recipient, kind: 'password-changed' } });
  const deliver = () => system.app.get(BackgroundTasks).runOnce('mail');

  it('waits while the provider is down, and goes out once it is back', async () => {
    const email = await queueOne();
    post.answer = () => 503;
    await deliver();
    const waiting = await mailOf(email);
    assert.deepEqual([waiting.state, waiting.attempts], ['QUEUED', 1]);
    assert.ok(waiting.nextAttemptAt > new Date());
    post.answer = () => 202;
    await system.app
      .get(PrismaService)
      .client.mail.updateMany({ where: { recipient: email }, data: { nextAttemptAt: new Date() } });
    await deliver();
    assert.equal((await mailOf(email)).state, 'SENT');
    const theirs = post.sent.filter((mail) => mail.personalizations[0]?.to[0]?.email === email);
    assert.deepEqual(theirs.map(({ subject }) => subject).toSorted(), [
      'Freehold: confirm your e-mail address',
      'Freehold: your password was changed',
    ]);
  });

  it('is given up when the provider refuses it for good', async () => {
    const email = await queueOne();
    post.answer = () => 400;
    await deliver();
    const failed = await mailOf(email);
    assert.deepEqual([failed.state, failed.sealedLetter, failed.problem], ['FAILED', null, '400']);
    post.answer = () => 202;
  });
});
