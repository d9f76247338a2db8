import { z } from 'zod';

/*
 * What the sandbox remembers of an identity check. One shape for all three providers; each shows it in its own words.
 * No document is kept: the page that asks for one sends its name alone.
 */

export const kycProviders = ['sumsub', 'persona', 'veriff'] as const;
export type KycProviderName = (typeof kycProviders)[number];

export const checkSchema = z.object({
  id: z.string(),
  /** Unix seconds of the virtual clock. */
  created: z.int(),
  provider: z.enum(kycProviders),
  /** Whom it is about, in the customer's own words: externalUserId, reference-id, vendorData. */
  subject: z.string(),
  level: z.string(),
  status: z.enum(['open', 'pending', 'on_hold', 'decided']),
  answer: z.enum(['approved', 'retry', 'rejected']).nullable(),
  labels: z.array(z.string()),
  /** ISO 3166-1 alpha-3 of where the person lives, as the document says. */
  country: z.string().nullable(),
  /** Reviews begun so far. */
  attempts: z.int(),
  submittedAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** Where the browser goes afterwards. */
  returnUrl: z.string().nullable(),
});
export type CheckRecord = z.infer<typeof checkSchema>;

/** A link or access token to the page of one subject. */
export const linkSchema = z.object({
  id: z.string(),
  created: z.int(),
  check: z.string(),
  expires: z.int(),
});
export type LinkRecord = z.infer<typeof linkSchema>;

/** A webhook as it was first sent. */
export const letterSchema = z.object({
  id: z.string(),
  created: z.int(),
  provider: z.enum(kycProviders),
  topic: z.string(),
  body: z.string(),
});
export type LetterRecord = z.infer<typeof letterSchema>;
