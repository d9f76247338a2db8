import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { SANDBOX_KEYS } from '../server.ts';
import { idOf, startKycHarness, submitCheck } from '../testing/kyc-harness.ts';
import type { Caught } from '../testing/webhook-catcher.ts';

const { sandbox, sumsub, hooks, control } = await startKycHarness();

const letterSchema = z.object({
  type: z.string(),
  applicantId: z.string(),
  createdAtMs: z.string(),
  reviewStatus: z.string(),
  reviewResult: z
    .object({ reviewAnswer: z.string(), rejectLabels: z.array(z.string()).optional() })
    .optional(),
});
const letters = (applicant: string) =>
  hooks.caught
    .map((item) => letterSchema.parse(JSON.parse(item.body)))
    .filter(({ applicantId }) => applicantId === applicant);
const review = async (id: string) =>
  z
    .object({
      reviewStatus: z.string(),
      reviewResult: z
        .object({ reviewAnswer: z.string(), reviewRejectType: z.string().optional() })
        .optional(),
    })
    .parse((await sumsub('GET', `/resources/applicants/${id}/status`)).body);

async function applicant(subject: string): Promise<{ id: string; link: string }> {
  const created = await sumsub('POST', '/resources/applicants?levelName=basic', { externalUserId: subject });
  assert.equal(created.status, 201);
  const { body } = await sumsub('POST', '/resources/sdkIntegrations/levels/-/websdkLink', {
    levelName: 'basic',
    userId: subject,
    ttlInSecs: 1_800,
    redirect: { successUrl: 'http://localhost:3000/onboarding' },
  });
  return { id: idOf(created), link: z.object({ url: z.string() }).parse(body).url };
}

/** Submits the page and lets the machine look at it. */
async function outcome(link: string, name: string): Promise<void> {
  const answer = await submitCheck(link, { outcome: name });
  assert.deepEqual([answer.status, answer.location], [303, 'http://localhost:3000/onboarding']);
  sandbox.advance(3);
}

describe('Sumsub in the sandbox', () => {
  it('takes requests only when token, time and signature are right', async () => {
    const path = '/resources/applicants/-/count';
    const refusal = async (changed: Record<string, string>) => {
      const { status, body } = await sumsub('GET', path, undefined, changed);
      return [status, z.object({ description: z.string() }).parse(body).description];
    };
    assert.equal((await sumsub('GET', path)).status, 200);
    assert.deepEqual(await refusal({ 'x-app-token': 'sbx:other' }), [401, 'Invalid app token']);
    const old = String(Math.floor(Date.now() / 1_000) - 120);
    assert.deepEqual(await refusal({ 'x-app-access-ts': old }), [401, 'Timestamp expired']);
    assert.deepEqual(await refusal({ 'x-app-access-sig': '0'.repeat(64) }), [401, 'Invalid signature']);
  });

  it('signs over the body, so that another body does not pass', async () => {
    const body = { externalUserId: 'somebody' };
    const signature = createHmac('sha256', SANDBOX_KEYS.sumsubSecretKey).update('another').digest('hex');
    const { status } = await sumsub('POST', '/resources/applicants?levelName=basic', body, {
      'x-app-access-sig': signature,
    });
    assert.equal(status, 401);
  });

  it('has one applicant per external user, found by either id', async () => {
    const { id } = await applicant('once');
    const again = await sumsub('POST', '/resources/applicants?levelName=basic', { externalUserId: 'once' });
    assert.equal(again.status, 409);
    assert.equal(idOf(await sumsub('GET', '/resources/applicants/-;externalUserId=once/one')), id);
    assert.equal((await sumsub('GET', '/resources/applicants/nobody/one')).status, 404);
  });

  it('goes from init over pending to a green answer, and says where the person lives', async () => {
    const { id, link } = await applicant('green');
    assert.equal((await review(id)).reviewStatus, 'init');
    assert.match(await (await fetch(link)).text(), /Confirm your identity/);
    assert.equal((await submitCheck(link, { outcome: 'approve' })).status, 303);
    assert.equal((await review(id)).reviewStatus, 'pending');
    sandbox.advance(3);
    const done = await review(id);
    assert.deepEqual([done.reviewStatus, done.reviewResult?.reviewAnswer], ['completed', 'GREEN']);
    const { body } = await sumsub('GET', `/resources/applicants/${id}/one`);
    assert.equal(z.object({ info: z.object({ country: z.string() }) }).parse(body).info.country, 'DEU');
    await hooks.waitFor(() => letters(id).length === 3);
    assert.deepEqual(
      letters(id).map(({ type }) => type),
      ['applicantCreated', 'applicantPending', 'applicantReviewed'],
    );
  });

  it('asks again, and takes another try', async () => {
    const { id, link } = await applicant('retry');
    await outcome(link, 'blurry');
    assert.deepEqual((await review(id)).reviewResult?.reviewRejectType, 'RETRY');
    assert.match(await (await fetch(link)).text(), /Last time it did not work: unsatisfactory photos/);
    await outcome(link, 'approve');
    assert.equal((await review(id)).reviewResult?.reviewAnswer, 'GREEN');
  });

  it('rejects for good, and waits on hold until somebody decides', async () => {
    const final = await applicant('final');
    await outcome(final.link, 'forged');
    assert.equal((await review(final.id)).reviewResult?.reviewRejectType, 'FINAL');
    assert.equal((await submitCheck(final.link, { outcome: 'approve' })).status, 409);
    const held = await applicant('held');
    await outcome(held.link, 'hold');
    assert.equal((await review(held.id)).reviewStatus, 'onHold');
    await control('POST', `/checks/${held.id}/decide`, { outcome: 'approve' });
    assert.equal((await review(held.id)).reviewResult?.reviewAnswer, 'GREEN');
    await control('POST', `/checks/${held.id}/decide`, { outcome: 'listed' });
    assert.equal((await review(held.id)).reviewResult?.reviewAnswer, 'RED');
  });

  it('lets the sandbox force a decision, and forgets everything on reset', async () => {
    const { id } = await applicant('forced');
    const forced = await sumsub('POST', `/resources/applicants/${id}/status/testCompleted`, {
      reviewAnswer: 'RED',
      rejectLabels: ['FORGERY'],
      reviewRejectType: 'FINAL',
    });
    assert.deepEqual(forced.body, { ok: 1 });
    assert.equal((await review(id)).reviewResult?.reviewRejectType, 'FINAL');
    await sumsub('POST', `/resources/applicants/${id}/reset`);
    assert.equal((await review(id)).reviewStatus, 'init');
  });

  it('hands out SDK access tokens in both forms', async () => {
    const form = await sumsub('POST', '/resources/accessTokens/sdk', {
      userId: 'sdk',
      levelName: 'basic',
      ttlInSecs: 600,
    });
    const query = await sumsub('POST', '/resources/accessTokens?userId=sdk&levelName=basic&ttlInSecs=600');
    for (const { body } of [form, query]) {
      const { token, userId } = z.object({ token: z.string(), userId: z.string() }).parse(body);
      assert.match(token, /^_act-sbx-/);
      assert.equal(userId, 'sdk');
      assert.equal((await fetch(`${sandbox.kycUrl}/websdk/p/${token}`)).status, 200);
    }
  });

  it('lets links run out', async () => {
    const { link } = await applicant('late');
    sandbox.advance(3_600);
    assert.equal((await fetch(link)).status, 404);
  });

  it('signs webhooks with the webhook’s own secret, and can double, repeat and forge them', async () => {
    const digest = (item: Caught): boolean =>
      item.headers['x-payload-digest-alg'] === 'HMAC_SHA256_HEX' &&
      item.headers['x-payload-digest'] ===
        createHmac('sha256', SANDBOX_KEYS.sumsubWebhookSecret).update(item.body).digest('hex');
    assert.ok(hooks.caught.length > 0 && hooks.caught.every(digest));
    await control('POST', '/faults', { route: 'sumsub:applicantCreated', kind: 'duplicate' });
    const { id } = await applicant('double');
    await hooks.waitFor(() => letters(id).length === 2);
    await control('POST', '/events/replay', { order: 'reverse', drainMs: 5_000 });
    assert.equal(letters(id).length, 3);
    assert.equal(new Set(letters(id).map(({ createdAtMs }) => createdAtMs)).size, 1);
    await control('POST', '/faults', { route: 'sumsub:*', kind: 'bad_signature' });
    const before = hooks.caught.length;
    await applicant('forgery');
    await hooks.waitFor((caught) => caught.length > before);
    const last = hooks.caught.at(-1);
    assert.ok(last !== undefined && !digest(last));
  });
});
