import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { errorEnvelopeSchema } from '@freehold/shared/config';
import { createProperty } from '@freehold/shared/property';
import { readRentRoll } from '@freehold/shared/rent';
import { startTestApplication, type TestApplication } from '../testing/test-application.ts';
import type { TestClient } from '../testing/test-client.ts';
import { someAddress, someone } from '../testing/test-people.ts';

describe('what the API refuses to read', () => {
  let system: TestApplication;
  let manager: TestClient;
  before(async () => {
    system = await startTestApplication({ RATE_LIMIT_ANONYMOUS: '3' });
    manager = await someone(system, await system.admin(), 'manager');
  });
  after(() => system.close());

  it('names every wrong field in the envelope, with the request id', async () => {
    const answer = await manager.send(createProperty, {
      body: {
        name: '',
        address: { ...someAddress, country: 'usa' },
        valuation: { amount: '10.50', currency: 'USD' },
        colour: 'red',
      },
    });
    assert.equal(answer.status, 400);
    const envelope = errorEnvelopeSchema.parse(answer.body);
    assert.equal(envelope.code, 'VALIDATION_FAILED');
    assert.equal(envelope.requestId, answer.headers.get('x-request-id'));
    assert.deepEqual(envelope.issues.map(({ path }) => path).toSorted(), [
      'address.country',
      'colour',
      'name',
      'valuation.amount',
    ]);
  });

  it('names path and query by their part', async () => {
    const answer = await manager.send(readRentRoll, {
      params: { id: 'no-id' },
      query: { period: '2026-13', page: 1 },
    });
    const { issues } = errorEnvelopeSchema.parse(answer.body);
    assert.deepEqual(issues.map(({ path }) => path).toSorted(), ['params.id', 'query.page', 'query.period']);
  });

  it('refuses text that the database cannot hold', async () => {
    const answer = await manager.send(createProperty, {
      body: { name: 'a\u0000b', address: someAddress, valuation: { amount: '1', currency: 'USD' } },
    });
    assert.equal(errorEnvelopeSchema.parse(answer.body).code, 'VALIDATION_FAILED');
  });

  it('answers broken JSON with the envelope', async () => {
    const response = await fetch(`${system.url}/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":',
    });
    assert.equal(response.status, 400);
    assert.equal(errorEnvelopeSchema.parse(await response.json()).code, 'BAD_REQUEST');
  });

  it('does not read JSON that another site could send as a form', async () => {
    const response = await fetch(`${system.url}/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ email: 'a@freehold.example', password: 'x' }),
    });
    assert.equal(errorEnvelopeSchema.parse(await response.json()).code, 'VALIDATION_FAILED');
  });

  it('limits unsafe requests of strangers, and says when to come back', async () => {
    const attempt = () => fetch(`${system.url}/v1/auth/nonce`, { method: 'POST' });
    let last = await attempt();
    // A new minute may begin meanwhile and allow three more.
    for (let count = 1; count < 8 && last.status !== 429; count += 1) last = await attempt();
    assert.equal(last.status, 429);
    assert.ok(Number(last.headers.get('retry-after')) <= 60);
    assert.equal(errorEnvelopeSchema.parse(await last.json()).code, 'RATE_LIMITED');
  });

  it('hides what it is made of', async () => {
    const response = await fetch(`${system.url}/health/live`);
    assert.equal(response.headers.get('x-powered-by'), null);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  });

  it('documents every route at /docs', async () => {
    const response = await fetch(`${system.url}/docs/openapi.json`);
    const document: unknown = await response.json();
    assert.ok(JSON.stringify(document).includes('/v1/rent-charges/{id}/checkout'));
  });
});
