import { z } from 'zod';

/** A mail as the sandbox keeps it. */
export const mailSchema = z.object({
  id: z.string(),
  /** Unix seconds of the virtual clock. */
  created: z.int(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  customArgs: z.record(z.string(), z.string()),
});
export type MailRecord = z.infer<typeof mailSchema>;

const person = z.looseObject({ email: z.string().min(3).max(320), name: z.string().optional() });

/** What `POST /v3/mail/send` must say; SendGrid ignores fields it does not know. */
export const sendSchema = z.looseObject({
  personalizations: z
    .array(
      z.looseObject({ to: z.array(person).min(1), custom_args: z.record(z.string(), z.string()).optional() }),
    )
    .min(1)
    .max(1_000),
  from: person,
  subject: z.string().min(1),
  content: z
    .array(z.looseObject({ type: z.enum(['text/plain', 'text/html']), value: z.string().min(1) }))
    .min(1),
  custom_args: z.record(z.string(), z.string()).optional(),
});
