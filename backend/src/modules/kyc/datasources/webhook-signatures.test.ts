import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { PersonaProvider } from './persona.provider.ts';
import { SumsubProvider } from './sumsub.provider.ts';
import { VeriffProvider } from './veriff.provider.ts';

const API = 'http://127.0.0.1:9';
const hmac = (digest: string, secret: string, text: string): string =>
  createHmac(digest, secret).update(text).digest('hex');

describe('webhooks of Sumsub', () => {
  const provider = (webhookDigest: 'sha256' | 'sha512') =>
    new SumsubProvider({
      apiUrl: API,
      appToken: 'sbx:token',
      secretKey: 'of the app',
      webhookSecret: 'of the webhook',
      webhookDigest,
      level: 'basic',
    });
  const body = JSON.stringify({
    applicantId: 'a1',
    type: 'applicantReviewed',
    createdAtMs: '2026-11-21 08:00:00.123',
  });
  const headers = (digest: string, secret: string) => ({
    'x-payload-digest': hmac(digest, secret, body),
    'x-payload-digest-alg': `HMAC_${digest.toUpperCase()}_HEX`,
  });

  it('count when signed with the configured digest under the webhook’s secret, and name check and moment', () => {
    for (const digest of ['sha256', 'sha512'] as const) {
      const event = provider(digest).event(Buffer.from(body), headers(digest, 'of the webhook'));
      assert.equal(event.externalId, 'a1');
      assert.equal(event.eventId, 'a1/applicantReviewed/2026-11-21 08:00:00.123');
    }
  });

  it('do not choose their digest, nor use the secret of the app', () => {
    const raw = Buffer.from(body);
    assert.throws(() => provider('sha256').event(raw, headers('sha512', 'of the webhook')), /signed with/);
    assert.throws(() => provider('sha256').event(raw, headers('sha1', 'of the webhook')), /signed with/);
    assert.throws(() => provider('sha256').event(raw, headers('sha256', 'of the app')), /wrong digest/);
    assert.throws(() => provider('sha256').event(raw, {}), /signed with nothing/);
  });
});

describe('webhooks of Persona', () => {
  const provider = new PersonaProvider({
    apiUrl: API,
    apiKey: 'persona_sandbox_key',
    templateId: 'itmpl_1',
    webhookSecret: 'new secret',
  });
  const body = JSON.stringify({
    data: {
      id: 'evt_1',
      attributes: { name: 'inquiry.approved', payload: { data: { type: 'inquiry', id: 'inq_1' } } },
    },
  });
  const signed = (secret: string, time = Math.floor(Date.now() / 1_000)): string =>
    `t=${time},v1=${hmac('sha256', secret, `${time}.${body}`)}`;
  const take = (signature: string) => provider.event(Buffer.from(body), { 'persona-signature': signature });

  it('count with one good signature of two, as there are while a secret is replaced', () => {
    assert.deepEqual(take(`${signed('old secret')} ${signed('new secret')}`).externalId, 'inq_1');
    assert.throws(() => take(signed('old secret')), /wrong signature/);
  });

  it('do not count when their time is over, or was changed', () => {
    const now = Math.floor(Date.now() / 1_000);
    assert.throws(() => take(signed('new secret', now - 400)), /wrong signature/);
    const [, digest = ''] = signed('new secret', now - 10).split(',');
    assert.throws(() => take(`t=${now},${digest}`), /wrong signature/);
    assert.throws(() => take(''), /wrong signature/);
  });
});

describe('webhooks of Veriff', () => {
  const provider = new VeriffProvider({ apiUrl: API, apiKey: 'mine', sharedSecret: 'shared secret' });
  const take = (content: object, client = 'mine') => {
    const text = JSON.stringify(content);
    const headers = {
      'x-auth-client': client,
      // Veriff's own examples write it in capitals.
      'x-hmac-signature': hmac('sha256', 'shared secret', text).toUpperCase(),
    };
    return provider.event(Buffer.from(text), headers);
  };
  const decision = { status: 'success', verification: { id: 's1', code: 9001, status: 'approved' } };

  it('name the session, be they events or decisions', () => {
    const event = { id: 's1', attemptId: 'x', feature: 'selfid', code: 7002, action: 'submitted' };
    assert.deepEqual([take(event).externalId, take(event).eventType], ['s1', 'submitted']);
    assert.deepEqual([take(decision).externalId, take(decision).eventType], ['s1', 'approved']);
  });

  it('do not count when they are of another integration', () => {
    assert.throws(() => take(decision, 'theirs'), /another integration/);
  });
});
