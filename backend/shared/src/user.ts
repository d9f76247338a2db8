import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { pageOf } from './page.ts';
import { roles } from './permissions.ts';
import {
  emailSchema,
  idParams,
  idSchema,
  instantSchema,
  nameSchema,
  pageQuery,
  reasonSchema,
} from './primitives.ts';

export const userStates = ['INVITED', 'ACTIVE', 'DISABLED'] as const;

export const userSchema = z.object({
  id: idSchema,
  email: z.string(),
  /** Whether this person has shown that mail to the address reaches them. */
  emailConfirmed: z.boolean(),
  name: z.string(),
  role: z.enum(roles),
  state: z.enum(userStates),
  createdAt: instantSchema,
});
export type User = z.infer<typeof userSchema>;

/** The link carries the token; the token is shown once and stored only as a hash. */
export const invitationSchema = z.object({ url: z.url(), token: z.string(), expiresAt: instantSchema });
export type Invitation = z.infer<typeof invitationSchema>;

export const createUserSchema = z.strictObject({
  email: emailSchema,
  name: nameSchema,
  role: z.enum(roles),
});

export const createUser = defineRoute({
  method: 'POST',
  path: '/v1/users',
  access: 'user.create',
  summary: 'Invite a person in a role',
  status: 201,
  idempotent: true,
  body: createUserSchema,
  response: z.object({ user: userSchema, invitation: invitationSchema }),
});
export const listUsers = defineRoute({
  method: 'GET',
  path: '/v1/users',
  access: 'user.read',
  summary: 'People, newest first, all or those of a role or name',
  query: pageQuery.extend({
    role: z.enum(roles).optional(),
    /** Part of a name or of an e-mail address; case does not matter. */
    search: z.string().trim().min(1).max(100).optional(),
  }),
  response: pageOf(userSchema),
});

/** A person is told why; so is whoever reads the history. */
export const securedBodySchema = z.strictObject({ reason: reasonSchema });

export const disableUser = defineRoute({
  method: 'POST',
  path: '/v1/users/:id/disable',
  access: 'user.secure',
  summary: 'Close the account of somebody else: every session ends, nobody signs in',
  params: idParams,
  body: securedBodySchema,
  response: userSchema,
});
export const enableUser = defineRoute({
  method: 'POST',
  path: '/v1/users/:id/enable',
  access: 'user.secure',
  summary: 'Open an account that was closed',
  params: idParams,
  body: securedBodySchema,
  response: userSchema,
});
export const changeRoleSchema = z.strictObject({ role: z.enum(roles), reason: reasonSchema });
export const changeRole = defineRoute({
  method: 'POST',
  path: '/v1/users/:id/role',
  access: 'user.secure',
  summary:
    'Give somebody else another role: every session ends, the next sign-in has the rights of the new one',
  params: idParams,
  body: changeRoleSchema,
  response: userSchema,
});
export const resetSecondFactor = defineRoute({
  method: 'POST',
  path: '/v1/users/:id/second-factor/reset',
  access: 'user.secure',
  summary: 'Remove the second factor of somebody who lost app and recovery codes; every session ends',
  params: idParams,
  body: securedBodySchema,
  response: userSchema,
});
