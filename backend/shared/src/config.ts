import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { addressSchema, instantSchema } from './primitives.ts';

export const contractAddressesSchema = z.object({
  usdc: addressSchema,
  identityRegistry: addressSchema,
  propertyFactory: addressSchema,
  dividends: addressSchema,
  treasury: addressSchema,
  ledgerAnchor: addressSchema,
});

/** What a browser or a verifier needs to reach the chain. */
export const publicConfigSchema = z.object({
  chainId: z.number().int(),
  chainName: z.string(),
  rpcUrl: z.url(),
  explorerUrl: z.url().nullable(),
  deployedAtBlock: z.number().int(),
  contracts: contractAddressesSchema,
  platformFeeBps: z.number().int(),
  reserveBps: z.number().int(),
  /** True when providers and chain are sandboxes. */
  sandbox: z.boolean(),
});
export type PublicConfig = z.infer<typeof publicConfigSchema>;

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().nullable() })),
});

export const systemSchema = z.object({
  version: z.string(),
  startedAt: instantSchema,
  now: instantSchema,
  chain: z.object({
    chainId: z.number().int(),
    head: z.string().nullable(),
    indexed: z.string().nullable(),
    final: z.string().nullable(),
  }),
  ledger: z.object({ entries: z.string(), sealed: z.string(), anchored: z.string() }),
  /** Background work of every process, with the last outcome. */
  tasks: z.array(
    z.object({
      name: z.string(),
      lastRunAt: instantSchema.nullable(),
      lastSuccessAt: instantSchema.nullable(),
      lastError: z.string().nullable(),
    }),
  ),
});
export type SystemStatus = z.infer<typeof systemSchema>;

export const readConfig = defineRoute({
  method: 'GET',
  path: '/v1/config',
  access: 'public',
  summary: 'Chain and contract addresses',
  response: publicConfigSchema,
});
export const readSystem = defineRoute({
  method: 'GET',
  path: '/v1/system',
  access: 'public',
  summary: 'How the parts of the platform stand',
  response: systemSchema,
});
export const readLiveness = defineRoute({
  method: 'GET',
  path: '/health/live',
  access: 'public',
  summary: 'The process runs',
  response: z.object({ status: z.literal('ok') }),
});
export const readReadiness = defineRoute({
  method: 'GET',
  path: '/health/ready',
  access: 'public',
  summary: 'The process can serve: database and chain answer',
  response: healthSchema,
});

/** The envelope of every error. */
export const errorEnvelopeSchema = z.object({
  code: z.string(),
  message: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  requestId: z.string(),
});
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;
