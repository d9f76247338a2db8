import express, { type Express } from 'express';
import { z } from 'zod';
import { read } from '../../control/control-routes.ts';
import type { StripeContext } from '../context.ts';
import { openDispute } from '../flows/dispute-flow.ts';
import { failPayout } from '../flows/payout-flow.ts';
import { presentDispute } from '../presenters/dispute-presenter.ts';
import { presentPayout } from '../presenters/money-presenter.ts';

const failSchema = z.strictObject({
  code: z.string().default('account_closed'),
  message: z.string().default('The bank account has been closed.'),
});
const disputeSchema = z.strictObject({ reason: z.string().default('fraudulent') });

/** Events of the outside world that no API call causes: a bank refuses a payout, a payer disputes. */
export function stripeControlRoutes(app: Express, context: StripeContext): void {
  const router = express.Router();
  router.use(express.json({ type: () => true, limit: '100kb' }));
  router.post('/payouts/:id/fail', (request, response) => {
    const body = read(failSchema, request, response);
    if (body === undefined) return;
    const payout = context.payouts.find(request.params.id);
    if (payout === undefined || payout.status === 'failed' || payout.status === 'canceled') {
      response
        .status(409)
        .json({ code: 'not_failable', message: 'There is no such payout that could still fail.' });
      return;
    }
    const failed = context.world.database.transaction(() =>
      failPayout(context, payout, body.code, body.message),
    );
    response.json(presentPayout(failed));
  });
  router.post('/charges/:id/dispute', (request, response) => {
    const body = read(disputeSchema, request, response);
    if (body === undefined) return;
    const charge = context.charges.find(request.params.id);
    if (charge === undefined || charge.status !== 'succeeded' || charge.disputed) {
      response
        .status(409)
        .json({ code: 'not_disputable', message: 'There is no such charge that could be disputed.' });
      return;
    }
    const dispute = context.world.database.transaction(() => openDispute(context, charge, body.reason));
    response.json(presentDispute(context, dispute));
  });
  app.use('/_sandbox', router);
}
