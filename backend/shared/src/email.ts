import { z } from 'zod';
import { sessionSchema } from './auth.ts';
import { defineRoute } from './define-route.ts';
import { emailSchema, instantSchema } from './primitives.ts';

/** The address of an account, and the link that is on its way to confirm it or one that shall replace it. */
export const emailStateSchema = z.object({
  email: z.string(),
  confirmed: z.boolean(),
  /** The newest link, while it works; null when none is on its way. */
  pending: z
    .object({ email: z.string(), sentAt: instantSchema, expiresAt: instantSchema, resendAt: instantSchema })
    .nullable(),
});
export type EmailState = z.infer<typeof emailStateSchema>;

export const confirmEmailSchema = z.strictObject({ token: z.string().min(20).max(200) });
export const changeEmailSchema = z.strictObject({ email: emailSchema });

export const readEmail = defineRoute({
  method: 'GET',
  path: '/v1/auth/email',
  access: 'account.self',
  summary: 'Own e-mail address, whether it is confirmed, and what is on its way',
  response: emailStateSchema,
});
export const resendEmailConfirmation = defineRoute({
  method: 'POST',
  path: '/v1/auth/email/resend',
  access: 'account.self',
  summary: 'Mail the link that confirms the address again; each time the wait until the next doubles',
  status: 202,
  response: emailStateSchema,
});
export const changeEmail = defineRoute({
  method: 'POST',
  path: '/v1/auth/email',
  access: 'account.self',
  summary:
    'Mail a link to a new address, which replaces the present one once confirmed; answers alike whether or not another account has it',
  status: 202,
  stepUp: true,
  body: changeEmailSchema,
  response: emailStateSchema,
});
export const confirmEmail = defineRoute({
  method: 'POST',
  path: '/v1/auth/email/confirm',
  access: 'account.self',
  summary: 'Confirm the address by the link of the mail, in a session of the account it was mailed for',
  body: confirmEmailSchema,
  response: sessionSchema,
});
