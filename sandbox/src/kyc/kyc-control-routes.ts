import express, { type Express } from 'express';
import { z } from 'zod';
import { read } from '../control/control-routes.ts';
import type { KycContext } from './context.ts';
import { decide, submit } from './flow.ts';
import { isOutcome } from './outcomes.ts';

const outcome = z.string().refine(isOutcome, 'is no outcome');
const submitSchema = z.strictObject({ outcome, country: z.string().length(3).default('USA') });
const decideSchema = z.strictObject({ outcome });

/** What a person does on the page, and what the provider's own people decide later. */
export function kycControlRoutes(app: Express, context: KycContext): void {
  const router = express.Router();
  router.use(express.json({ type: () => true, limit: '100kb' }));
  router.get('/checks', (_, response) => {
    response.json({ data: context.checks.list({ limit: 100 }).data });
  });
  router.post('/checks/:id/:act', (request, response) => {
    const check = context.checks.find(request.params.id);
    if (check === undefined) {
      response.status(404).json({ code: 'not_found', message: 'There is no such check.' });
      return;
    }
    if (request.params.act === 'submit') {
      const body = read(submitSchema, request, response);
      if (body === undefined || !isOutcome(body.outcome)) return;
      const input = { country: body.country, outcome: body.outcome };
      context.world.database.transaction(() => submit(context, check, input));
    } else {
      const body = read(decideSchema, request, response);
      if (body === undefined || !isOutcome(body.outcome)) return;
      const name = body.outcome;
      context.world.database.transaction(() => decide(context, check, name));
    }
    response.json(context.checks.get(check.id));
  });
  app.use('/_sandbox', router);
}
