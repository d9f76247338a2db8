import { z } from 'zod';
import { addressSchema, hashSchema, hexSchema, idSchema, instantSchema, personSchema } from './primitives.ts';

/**
 * PROPOSED: the chain does not say it yet. PUBLISHED: the token names this hash, in a final block. REPLACED: another
 * version was proposed before. FAILED: the contract refused.
 */
export const publicationStates = ['PROPOSED', 'PUBLISHED', 'REPLACED', 'FAILED'] as const;
export type PublicationState = (typeof publicationStates)[number];

export const publicationCallSchema = z.object({
  /** SAFE: signed by owners of the Safe. ANYBODY: sent by whoever wants, when it has waited. OWNER: the token's owner. */
  by: z.enum(['SAFE', 'ANYBODY', 'OWNER']),
  to: addressSchema,
  data: hexSchema,
  /** Seconds after the Safe's transaction from which on it can be sent. */
  afterSeconds: z.int(),
});
export type PublicationCall = z.infer<typeof publicationCallSchema>;

/** The hash of a version in the token itself (ERC-1643), where nobody can change it unseen. */
export const documentPublicationSchema = z.object({
  id: idSchema,
  versionId: idSchema,
  /** Number of the version. */
  version: z.int(),
  state: z.enum(publicationStates),
  token: addressSchema,
  /** Name of the document in the token: `getDocument(name)` answers with uri, hash and time. */
  name: hashSchema,
  uri: z.string(),
  /** The version's SHA-256 as the token holds it. */
  hash: hashSchema,
  requestedBy: personSchema,
  createdAt: instantSchema,
  publishedAt: instantSchema.nullable(),
  txHash: hashSchema.nullable(),
  /** Why it failed. */
  problem: z.string().nullable(),
  /** What has to be sent by others, in this order; empty when we send it, and for who has no part in it. */
  calls: z.array(publicationCallSchema),
});
export type DocumentPublication = z.infer<typeof documentPublicationSchema>;
