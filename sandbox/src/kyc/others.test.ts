import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { SANDBOX_KEYS } from '../server.ts';
import { startKycHarness, submitCheck } from '../testing/kyc-harness.ts';

const { sandbox, persona, veriff, hooks } = await startKycHarness();

const inquirySchema = z.object({
  data: z.object({ id: z.string(), attributes: z.looseObject({ status: z.string() }) }),
  meta: z.object({ 'one-time-link': z.string() }).optional(),
});
const inquiryRequest = (reference: string) => ({
  data: { attributes: { 'inquiry-template-id': 'itmpl_sandbox', 'reference-id': reference } },
});
const decisionSchema = z.object({
  verification: z
    .object({ code: z.number(), status: z.string(), reasonCode: z.number().nullable() })
    .nullable(),
});

describe('Persona in the sandbox', () => {
  it('makes one inquiry per idempotency key, and refuses another body under it', async () => {
    const first = await persona('POST', '/api/v1/inquiries', inquiryRequest('a'), 'key-1');
    const again = await persona('POST', '/api/v1/inquiries', inquiryRequest('a'), 'key-1');
    assert.deepEqual([first.status, again.body], [201, first.body]);
    assert.equal((await persona('POST', '/api/v1/inquiries', inquiryRequest('b'), 'key-1')).status, 409);
  });

  it('approves, declines and fails inquiries, and signs what it tells about them', async () => {
    for (const [outcome, status] of [
      ['approve', 'approved'],
      ['forged', 'declined'],
      ['blurry', 'failed'],
      ['hold', 'needs_review'],
    ] as const) {
      const { id } = inquirySchema.parse(
        (await persona('POST', '/api/v1/inquiries', inquiryRequest(outcome))).body,
      ).data;
      const { meta } = inquirySchema.parse(
        (await persona('POST', `/api/v1/inquiries/${id}/generate-one-time-link`)).body,
      );
      await submitCheck(meta?.['one-time-link'] ?? '', { outcome });
      sandbox.advance(3);
      const { attributes } = inquirySchema.parse((await persona('GET', `/api/v1/inquiries/${id}`)).body).data;
      assert.equal(attributes.status, status);
      assert.equal(attributes['address-country-code'], 'DE');
    }
    await hooks.waitFor((caught) => caught.some((item) => item.body.includes('inquiry.marked-for-review')));
    for (const item of hooks.caught) {
      const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(item.headers['persona-signature'])) ?? [];
      const expected = createHmac('sha256', SANDBOX_KEYS.personaWebhookSecret).update(`${t}.${item.body}`);
      assert.equal(v1, expected.digest('hex'));
    }
  });
});

describe('Veriff in the sandbox', () => {
  it('opens sessions signed over the body and answers decisions signed over the id', async () => {
    const request = {
      verification: { vendorData: 'somebody', callback: 'http://localhost:3000/onboarding' },
    };
    assert.equal((await veriff('POST', '/v1/sessions', 'another body', request)).status, 401);
    for (const [outcome, code, status] of [
      ['approve', 9001, 'approved'],
      ['listed', 9102, 'declined'],
      ['expired', 9103, 'resubmission_requested'],
      ['hold', 9121, 'review'],
    ] as const) {
      const { verification } = z
        .object({ verification: z.object({ id: z.string(), url: z.string() }) })
        .parse((await veriff('POST', '/v1/sessions', JSON.stringify(request), request)).body);
      const read = async () =>
        decisionSchema.parse(
          (await veriff('GET', `/v1/sessions/${verification.id}/decision`, verification.id)).body,
        ).verification;
      assert.equal(await read(), null);
      await submitCheck(verification.url, { outcome });
      sandbox.advance(3);
      const decision = await read();
      assert.deepEqual([decision?.code, decision?.status], [code, status]);
    }
  });
});
