import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { z } from 'zod';
import { SANDBOX_KEYS, startSandbox } from '../server.ts';
import { callControl } from '../testing/stripe-harness.ts';
import { mailSchema } from './mail-records.ts';

const sandbox = await startSandbox();
after(() => sandbox.stop());

const mailTo = (to: string) => ({
  personalizations: [{ to: [{ email: to }], custom_args: { mail_id: 'one' } }],
  from: { email: 'post@freehold.example' },
  subject: 'A <b>subject</b>',
  content: [
    { type: 'text/plain', value: 'Open https://freehold.example/x?token=abc now' },
    { type: 'text/html', value: '<script>alert(1)</script>' },
  ],
});

const send = (body: unknown, key: string = SANDBOX_KEYS.sendgridApiKey) =>
  fetch(`${sandbox.mailUrl}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function mailsOf(to: string) {
  const response = await fetch(`${sandbox.mailUrl}/_sandbox/mails?to=${encodeURIComponent(to)}`);
  return z.object({ data: z.array(mailSchema) }).parse(await response.json()).data;
}

describe('SendGrid in the sandbox', () => {
  it('takes a mail, keeps it, and lets people and programs read it', async () => {
    const answer = await send(mailTo('ann@freehold.example'));
    assert.equal(answer.status, 202);
    assert.equal(await answer.text(), '');
    const [mail] = await mailsOf('ann@freehold.example');
    assert.equal(mail?.id, answer.headers.get('x-message-id'));
    assert.equal(mail?.customArgs.mail_id, 'one');
    const page = await (await fetch(`${sandbox.mailUrl}/messages/${mail?.id}`)).text();
    assert.ok(page.includes('<a href="https://freehold.example/x?token=abc">'));
    assert.ok(page.includes('A &lt;b&gt;subject&lt;/b&gt;') && !page.includes('alert(1)'));
    assert.ok(page.includes(`href="/messages/${mail?.id}/html"`));
    assert.equal((await fetch(`${sandbox.mailUrl}/messages/none`)).status, 404);
  });

  it('shows the HTML part as it came, where nothing of it can run or fetch', async () => {
    await send(mailTo('eve@freehold.example'));
    const [mail] = await mailsOf('eve@freehold.example');
    assert.deepEqual(
      [mail?.text, mail?.html],
      mailTo('').content.map(({ value }) => value),
    );
    const part = await fetch(`${sandbox.mailUrl}/messages/${mail?.id}/html`);
    assert.equal(await part.text(), mail?.html);
    const policy = part.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none';.*; sandbox$/);
    assert.ok(!/script-src|allow-/.test(policy));
    assert.equal((await fetch(`${sandbox.mailUrl}/messages/none/html`)).status, 404);
  });

  it('refuses a wrong key and a mail without receiver', async () => {
    assert.equal((await send(mailTo('ann@freehold.example'), 'SG.wrong')).status, 401);
    assert.equal((await send({ ...mailTo('x@y.example'), personalizations: [] })).status, 400);
    const scopes = await fetch(`${sandbox.mailUrl}/v3/scopes`);
    assert.equal(scopes.status, 401);
  });

  it('fails on demand, before or after the mail is out', async () => {
    await callControl(sandbox.mailUrl, 'POST', '/faults', { kind: 'error_before' });
    assert.equal((await send(mailTo('bob@freehold.example'))).status, 500);
    assert.equal((await mailsOf('bob@freehold.example')).length, 0);
    await callControl(sandbox.mailUrl, 'POST', '/faults', { kind: 'error_after' });
    assert.equal((await send(mailTo('bob@freehold.example'))).status, 500);
    assert.equal((await mailsOf('bob@freehold.example')).length, 1);
  });
});
