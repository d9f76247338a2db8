import { z } from 'zod';
import { passwordSchema, sessionSchema } from './auth.ts';
import { defineRoute } from './define-route.ts';
import { emailSchema, noContent } from './primitives.ts';

export const requestPasswordResetSchema = z.strictObject({ email: emailSchema });
export const resetPasswordSchema = z.strictObject({
  token: z.string().min(20).max(200),
  password: passwordSchema,
});
export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  password: passwordSchema,
});

export const requestPasswordReset = defineRoute({
  method: 'POST',
  path: '/v1/auth/password/reset-request',
  access: 'public',
  summary:
    'Ask for a mail with a link to a new password; answers alike whether or not there is such an account',
  status: 202,
  body: requestPasswordResetSchema,
  response: z.object({}),
});
export const resetPassword = defineRoute({
  method: 'POST',
  path: '/v1/auth/password/reset',
  access: 'public',
  summary: 'Set a new password by the link of the mail; every session ends',
  status: 204,
  body: resetPasswordSchema,
  response: noContent,
});
export const changePassword = defineRoute({
  method: 'POST',
  path: '/v1/auth/password',
  access: 'account.self',
  summary: 'Change the own password; every other session ends',
  stepUp: true,
  body: changePasswordSchema,
  response: sessionSchema,
});
