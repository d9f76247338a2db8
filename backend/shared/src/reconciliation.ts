import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { idSchema, instantSchema, integerString, personSchema } from './primitives.ts';

export const reconciliationStates = ['RUNNING', 'CLEAN', 'BREAKS', 'FAILED'] as const;
export const breakStates = ['OPEN', 'RESOLVED'] as const;

/** One thing said by two independent sources, which must be equal. */
export const reconciliationCheckSchema = z.object({
  name: z.string(),
  left: z.object({ source: z.string(), value: integerString }),
  right: z.object({ source: z.string(), value: integerString }),
  currency: z.string(),
  equal: z.boolean(),
});
export type ReconciliationCheck = z.infer<typeof reconciliationCheckSchema>;

export const reconciliationBreakSchema = z.object({
  id: idSchema,
  kind: z.string(),
  subject: z.string(),
  expected: z.string(),
  actual: z.string(),
  state: z.enum(breakStates),
  owner: personSchema.nullable(),
  firstSeenAt: instantSchema,
  lastSeenAt: instantSchema,
});
export type ReconciliationBreak = z.infer<typeof reconciliationBreakSchema>;

export const reconciliationRunSchema = z.object({
  id: idSchema,
  state: z.enum(reconciliationStates),
  /** Block at which the chain was read. */
  block: integerString.nullable(),
  checks: z.array(reconciliationCheckSchema),
  breaks: z.array(reconciliationBreakSchema),
  error: z.string().nullable(),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
});
export type ReconciliationRun = z.infer<typeof reconciliationRunSchema>;

export const startReconciliation = defineRoute({
  method: 'POST',
  path: '/v1/reconciliation/runs',
  access: 'reconciliation.run',
  summary: 'Compare provider, ledger and chain now',
  status: 202,
  response: reconciliationRunSchema,
});
export const readLatestReconciliation = defineRoute({
  method: 'GET',
  path: '/v1/reconciliation/runs/latest',
  access: 'reconciliation.read',
  summary: 'The latest comparison; null before the first',
  response: z.object({ run: reconciliationRunSchema.nullable() }),
});
