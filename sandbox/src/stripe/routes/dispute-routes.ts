import { z } from 'zod';
import type { StripeContext } from '../context.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { closeDispute, submitEvidence } from '../flows/dispute-flow.ts';
import { createdParam, flag, metadataParam, pageParams } from '../params.ts';
import { DISPUTE_EVIDENCE_FIELDS, presentDispute } from '../presenters/dispute-presenter.ts';
import type { DisputeRecord } from '../records.ts';
import type { StripeRouter } from '../router.ts';
import { mergeMetadata } from './customer-routes.ts';
import { listOf, toQuery } from './lists.ts';

const listSchema = z.strictObject({
  ...pageParams,
  created: createdParam,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});
const updateSchema = z.strictObject({
  evidence: z
    .record(z.string(), z.string())
    .refine((evidence) => Object.keys(evidence).every((field) => DISPUTE_EVIDENCE_FIELDS.includes(field)))
    .optional(),
  submit: flag.optional(),
  metadata: metadataParam.optional(),
});

export function disputeRoutes(context: StripeContext, router: StripeRouter): void {
  const show = (dispute: DisputeRecord) => presentDispute(context, dispute);
  router.get('/v1/disputes', listSchema, (input) => {
    const where = { charge: input.charge, intent: input.payment_intent };
    return listOf(context.disputes.list(toQuery(input, where)), '/v1/disputes', show);
  });
  router.get('/v1/disputes/:id', z.strictObject({}), (_, id) => show(findDispute(context, id)));
  router.post('/v1/disputes/:id', updateSchema, (input, id) => {
    const dispute = findOpenDispute(context, id);
    const updated = context.disputes.update({
      ...dispute,
      metadata: mergeMetadata(dispute.metadata, input.metadata),
    });
    return show(submitEvidence(context, updated, input.evidence ?? {}, input.submit ?? true));
  });
  router.post('/v1/disputes/:id/close', z.strictObject({}), (_, id) =>
    show(closeDispute(context, findOpenDispute(context, id), 'lost')),
  );
}

function findDispute(context: StripeContext, id: string): DisputeRecord {
  const dispute = context.disputes.find(id);
  if (dispute === undefined) throw notFound('dispute', id, 'dispute');
  return dispute;
}

function findOpenDispute(context: StripeContext, id: string): DisputeRecord {
  const dispute = findDispute(context, id);
  if (dispute.status === 'won' || dispute.status === 'lost')
    throw invalidRequest('This dispute is already closed');
  return dispute;
}
