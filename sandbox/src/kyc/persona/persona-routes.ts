import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { z } from 'zod';
import { fingerprint, IdempotencyStore } from '../../core/idempotency.ts';
import { randomText } from '../../core/ids.ts';
import { insertCheck, type KycContext, openLink } from '../context.ts';
import type { KycRouter } from '../kyc-router.ts';
import { notify } from '../letters.ts';
import { jsonOf, personaProblem } from '../problem.ts';
import type { CheckRecord } from '../records.ts';
import { presentInquiry } from './persona-objects.ts';

const LINK_TTL_S = 86_400;
const BASE = '/api/v1/inquiries';

const createSchema = z.object({
  data: z.object({
    attributes: z.looseObject({
      'inquiry-template-id': z.string().startsWith('itmpl_'),
      'reference-id': z.string().min(1),
      'redirect-uri': z.string().optional(),
    }),
  }),
});

/** Inquiries: create (once per Idempotency-Key), read, and the link a person opens. */
export function personaRoutes(app: Express, context: KycContext, router: KycRouter): void {
  const idempotency = new IdempotencyStore(context.world.database, 'kyc');
  const find = (id: unknown): CheckRecord => {
    const found = context.checks.find(String(id));
    if (found?.provider !== 'persona') throw personaProblem(404, 'Record not found');
    return found;
  };
  app.post(
    BASE,
    router.serve('persona', (request) => {
      const raw = jsonOf(request);
      const body = createSchema.safeParse(raw);
      if (!body.success) throw personaProblem(400, 'Bad request');
      const key = request.get('idempotency-key') ?? randomUUID();
      const stored = idempotency.find(key);
      if (stored !== undefined) {
        if (stored.params !== fingerprint(raw)) throw personaProblem(409, 'Idempotency key was used before');
        const again: unknown = JSON.parse(stored.body);
        return { status: stored.status, body: z.record(z.string(), z.unknown()).parse(again) };
      }
      const attributes = body.data.data.attributes;
      const check = insertCheck(context, {
        id: `inq_${randomText(24)}`,
        provider: 'persona',
        subject: attributes['reference-id'],
        level: attributes['inquiry-template-id'],
        returnUrl: attributes['redirect-uri'],
      });
      notify(context, check, 'created');
      const answer = { status: 201, body: { data: presentInquiry(check) } };
      idempotency.store(key, {
        route: `POST ${BASE}`,
        params: fingerprint(raw),
        createdMs: context.world.clock.nowMs(),
        status: answer.status,
        body: JSON.stringify(answer.body),
      });
      return answer;
    }),
  );
  app.get(
    BASE,
    router.serve('persona', () => {
      const { data } = context.checks.list({ where: { provider: 'persona' }, limit: 10 });
      return { status: 200, body: { data: data.map(presentInquiry), links: { prev: null, next: null } } };
    }),
  );
  app.get(
    `${BASE}/:id`,
    router.serve('persona', (request) => ({
      status: 200,
      body: { data: presentInquiry(find(request.params.id)) },
    })),
  );
  app.post(
    `${BASE}/:id/generate-one-time-link`,
    router.serve('persona', (request) => {
      const check = find(request.params.id);
      const link = `${context.settings.publicUrl()}/verify?code=${openLink(context, check, LINK_TTL_S, 'us1-')}`;
      return { status: 200, body: { data: presentInquiry(check), meta: { 'one-time-link': link } } };
    }),
  );
}
