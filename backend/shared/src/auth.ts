import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listOf } from './page.ts';
import { type Permission, permissions } from './permissions.ts';
import {
  addressSchema,
  emailSchema,
  hexSchema,
  idParams,
  idSchema,
  instantSchema,
  nameSchema,
  noContent,
} from './primitives.ts';
import { userSchema } from './user.ts';

/** Length is what protects a password; composition rules are left out on purpose. */
export const passwordSchema = z.string().min(10, 'must have at least 10 characters').max(200);

export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: nameSchema,
});
export const signInSchema = z.strictObject({ email: emailSchema, password: z.string().min(1).max(200) });
export const acceptInvitationSchema = z.strictObject({
  token: z.string().min(20).max(200),
  password: passwordSchema,
});
export const walletProofSchema = z.strictObject({
  message: z.string().min(1).max(4000),
  signature: hexSchema.max(20_000),
});

const permissionSchema = z.enum(Object.keys(permissions) as [Permission, ...Permission[]]);

/**
 * Where a session stands with the second factor: `TO_VERIFY` and `TO_SET_UP` open nothing but the way on
 * (`beforeFactor` in the routes).
 */
export const secondFactorStages = ['NOT_NEEDED', 'DONE', 'TO_VERIFY', 'TO_SET_UP'] as const;
export type SecondFactorStage = (typeof secondFactorStages)[number];

/** How a person can prove anew who they are. */
export const proofKinds = ['code', 'wallet', 'password'] as const;
export type ProofKind = (typeof proofKinds)[number];

/** The session of the caller; everything is null (and lists empty) when nobody is signed in. */
export const sessionSchema = z.object({
  user: userSchema.nullable(),
  permissions: z.array(permissionSchema),
  secondFactor: z.enum(secondFactorStages),
  /** What `stepUp` takes from this person, best first. */
  proofs: z.array(z.enum(proofKinds)),
  /** Send it as `X-CSRF-Token` with every POST and DELETE. */
  csrfToken: z.string().nullable(),
  expiresAt: instantSchema.nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

export const nobody: Session = {
  user: null,
  permissions: [],
  secondFactor: 'NOT_NEEDED',
  proofs: [],
  csrfToken: null,
  expiresAt: null,
};

export const sessionListItemSchema = z.object({
  id: idSchema,
  current: z.boolean(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: instantSchema,
  lastSeenAt: instantSchema,
  expiresAt: instantSchema,
});
export type SessionListItem = z.infer<typeof sessionListItemSchema>;

export const walletSchema = z.object({
  id: idSchema,
  address: addressSchema,
  /** Receives what names no wallet: new shares, and dividends of them. */
  primary: z.boolean(),
  linkedAt: instantSchema,
  /** The wallet in whose favour this one was given up as lost; it only keeps its history. */
  replacedBy: addressSchema.nullable(),
});
export type Wallet = z.infer<typeof walletSchema>;

export const nonceSchema = z.object({
  nonce: z.string(),
  /** What the message must say: EIP-4361 domain, uri and chain id. */
  domain: z.string(),
  uri: z.string(),
  chainId: z.number().int(),
  expiresAt: instantSchema,
});

export const signUp = defineRoute({
  method: 'POST',
  path: '/v1/auth/sign-up',
  access: 'public',
  summary: 'Open an investor account and sign in',
  status: 201,
  body: signUpSchema,
  response: sessionSchema,
});
export const acceptInvitation = defineRoute({
  method: 'POST',
  path: '/v1/auth/accept-invitation',
  access: 'public',
  summary: 'Set the password of an invited account and sign in',
  body: acceptInvitationSchema,
  response: sessionSchema,
});
export const signIn = defineRoute({
  method: 'POST',
  path: '/v1/auth/sign-in',
  access: 'public',
  summary: 'Sign in by e-mail and password',
  body: signInSchema,
  response: sessionSchema,
});
export const signOut = defineRoute({
  method: 'POST',
  path: '/v1/auth/sign-out',
  access: 'account.self',
  summary: 'End this session',
  status: 204,
  beforeFactor: true,
  response: noContent,
});
export const readSession = defineRoute({
  method: 'GET',
  path: '/v1/auth/session',
  access: 'public',
  summary: 'Who is signed in',
  response: sessionSchema,
});
export const listSessions = defineRoute({
  method: 'GET',
  path: '/v1/auth/sessions',
  access: 'account.self',
  summary: 'Own sessions',
  response: listOf(sessionListItemSchema),
});
export const revokeSession = defineRoute({
  method: 'DELETE',
  path: '/v1/auth/sessions/:id',
  access: 'account.self',
  summary: 'End one of the own sessions',
  status: 204,
  params: idParams,
  response: noContent,
});
export const revokeOtherSessions = defineRoute({
  method: 'DELETE',
  path: '/v1/auth/sessions',
  access: 'account.self',
  summary: 'End all own sessions but this one',
  response: z.object({ ended: z.number().int() }),
});
export const createNonce = defineRoute({
  method: 'POST',
  path: '/v1/auth/nonce',
  access: 'public',
  summary: 'A nonce for one Sign-In with Ethereum message',
  status: 201,
  response: nonceSchema,
});
export const walletSignIn = defineRoute({
  method: 'POST',
  path: '/v1/auth/wallet/sign-in',
  access: 'public',
  summary: 'Sign in by a linked wallet (EIP-4361)',
  body: walletProofSchema,
  response: sessionSchema,
});
export const linkWallet = defineRoute({
  method: 'POST',
  path: '/v1/auth/wallets',
  access: 'account.self',
  summary: 'Link a wallet to the own account (EIP-4361)',
  status: 201,
  stepUp: true,
  confirmedEmail: true,
  body: walletProofSchema,
  response: walletSchema,
});
export const listWallets = defineRoute({
  method: 'GET',
  path: '/v1/auth/wallets',
  access: 'account.self',
  summary: 'Own wallets',
  response: listOf(walletSchema),
});
export const unlinkWallet = defineRoute({
  method: 'DELETE',
  path: '/v1/auth/wallets/:id',
  access: 'account.self',
  summary: 'Unlink an own wallet that holds no shares',
  status: 204,
  stepUp: true,
  params: idParams,
  response: noContent,
});
export const makeWalletPrimary = defineRoute({
  method: 'POST',
  path: '/v1/auth/wallets/:id/primary',
  access: 'account.self',
  summary: 'Make an own wallet the primary one',
  stepUp: true,
  params: idParams,
  response: walletSchema,
});
