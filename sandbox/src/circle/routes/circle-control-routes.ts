import express, { type Express } from 'express';
import { z } from 'zod';
import { read } from '../../control/control-routes.ts';
import type { CircleContext } from '../context.ts';
import { failTransfer } from '../flows/transfer-flow.ts';
import { presentRecipient, presentTransfer } from '../presenters.ts';
import { transferErrorSchema } from '../records.ts';
import { activateRecipient } from './transfer-routes.ts';

const failSchema = z.strictObject({
  code: transferErrorSchema.exclude(['insufficient_funds']).default('transfer_denied'),
});

/** What an administrator does in Circle's console, and what Circle's risk desk does. */
export function circleControlRoutes(app: Express, context: CircleContext): void {
  const router = express.Router();
  router.use(express.json({ type: () => true, limit: '100kb' }));
  router.post('/recipients/:id/activate', (request, response) => {
    const recipient = context.recipients.find(request.params.id);
    if (recipient === undefined) {
      response.status(404).json({ code: 'not_found', message: 'There is no such recipient.' });
      return;
    }
    const active = context.world.database.transaction(() => activateRecipient(context, recipient));
    response.json(presentRecipient(active));
  });
  router.post('/transfers/:id/fail', (request, response) => {
    const body = read(failSchema, request, response);
    if (body === undefined) return;
    const transfer = context.transfers.find(request.params.id);
    if (transfer?.status !== 'pending' || transfer.transactionHash !== null) {
      response
        .status(409)
        .json({ code: 'not_failable', message: 'Only a pending transfer without a hash can be denied.' });
      return;
    }
    const failed = context.world.database.transaction(() => failTransfer(context, transfer, body.code));
    response.json(presentTransfer(failed));
  });
  app.use('/_sandbox', router);
}
