import { z } from 'zod';
import { sessionSchema, walletProofSchema } from './auth.ts';
import { defineRoute } from './define-route.ts';
import { instantSchema, noContent } from './primitives.ts';

/** Six digits of an app or a recovery code, as people type them: with blanks and dashes, in any case. */
export const factorCodeSchema = z
  .string()
  .max(60)
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^(\d{6}|[A-Z2-7]{16})$/, 'must be the 6 digits of your app, or a recovery code'));
/** Setting up takes digits only: they prove that the app works. */
export const appCodeSchema = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be the 6 digits of your app'));

export const secondFactorSchema = z.object({
  /** Null until one is set up. */
  confirmedAt: instantSchema.nullable(),
  /** Whether the role must have one. */
  compulsory: z.boolean(),
  recoveryCodesLeft: z.number().int(),
});
export type SecondFactor = z.infer<typeof secondFactorSchema>;

export const factorSetUpSchema = z.object({
  /** Base32, for typing into an app. */
  secret: z.string(),
  /** `otpauth:` address, for the picture. */
  uri: z.string(),
});

/** Shown once; the platform keeps only their hashes. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

export const stepUpSchema = z.union([
  z.strictObject({ code: factorCodeSchema }),
  z.strictObject({ password: z.string().min(1).max(200) }),
  walletProofSchema,
]);
export type StepUp = z.output<typeof stepUpSchema>;

export const readSecondFactor = defineRoute({
  method: 'GET',
  path: '/v1/auth/second-factor',
  access: 'account.self',
  summary: 'Whether a second factor is set up',
  beforeFactor: true,
  response: secondFactorSchema,
});
export const beginSecondFactor = defineRoute({
  method: 'POST',
  path: '/v1/auth/second-factor',
  access: 'account.self',
  summary: 'A new secret for an authenticator app; counts once a first code confirms it',
  status: 201,
  beforeFactor: true,
  stepUp: true,
  response: factorSetUpSchema,
});
export const confirmSecondFactor = defineRoute({
  method: 'POST',
  path: '/v1/auth/second-factor/confirm',
  access: 'account.self',
  summary: 'Confirm the app by its first code; answers with the recovery codes, once',
  beforeFactor: true,
  body: z.strictObject({ code: appCodeSchema }),
  response: recoveryCodesSchema,
});
export const renewRecoveryCodes = defineRoute({
  method: 'POST',
  path: '/v1/auth/second-factor/recovery-codes',
  access: 'account.self',
  summary: 'New recovery codes; the old ones end',
  stepUp: true,
  response: recoveryCodesSchema,
});
export const removeSecondFactor = defineRoute({
  method: 'DELETE',
  path: '/v1/auth/second-factor',
  access: 'account.self',
  summary: 'Remove the second factor where the role may go without',
  status: 204,
  stepUp: true,
  response: noContent,
});
export const stepUp = defineRoute({
  method: 'POST',
  path: '/v1/auth/step-up',
  access: 'account.self',
  summary:
    'Prove anew who is sitting there: by code, by wallet signature, or by password where there is no code',
  beforeFactor: true,
  body: stepUpSchema,
  response: sessionSchema,
});
