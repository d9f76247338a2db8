import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { z } from 'zod';
import { insertCheck, type KycContext, openLink } from '../context.ts';
import type { KycRouter } from '../kyc-router.ts';
import { notify } from '../letters.ts';
import { jsonOf, veriffProblem } from '../problem.ts';
import { presentDecision } from './veriff-objects.ts';

/** Sessions live a week. */
const SESSION_TTL_S = 7 * 86_400;

const createSchema = z.object({
  verification: z.looseObject({ callback: z.string().optional(), vendorData: z.string().min(1) }),
});

export function veriffRoutes(app: Express, context: KycContext, router: KycRouter): void {
  app.post(
    '/v1/sessions',
    router.serve('veriff', (request) => {
      const body = createSchema.safeParse(jsonOf(request));
      if (!body.success) throw veriffProblem(400, 'Validation failed');
      const check = insertCheck(context, {
        id: randomUUID(),
        provider: 'veriff',
        subject: body.data.verification.vendorData,
        level: 'default',
        returnUrl: body.data.verification.callback,
      });
      notify(context, check, 'created');
      const sessionToken = openLink(context, check, SESSION_TTL_S);
      return {
        status: 201,
        body: {
          status: 'success',
          verification: {
            id: check.id,
            url: `${context.settings.publicUrl()}/v/${sessionToken}`,
            vendorData: check.subject,
            host: context.settings.publicUrl(),
            status: 'created',
            sessionToken,
          },
        },
      };
    }),
  );
  app.get(
    '/v1/sessions/:id/decision',
    router.serve('veriff', (request) => {
      const check = context.checks.find(String(request.params.id));
      if (check?.provider !== 'veriff') throw veriffProblem(404, 'Session not found');
      return { status: 200, body: { status: 'success', verification: presentDecision(check) } };
    }),
  );
}
