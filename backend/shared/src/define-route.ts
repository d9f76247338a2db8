import { z } from 'zod';
import { movesMoneyOrRights, needsConfirmedEmail } from './permissions.ts';
import type { Route } from './route.ts';

const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Definition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> = Pick<Route, 'method' | 'path' | 'access' | 'summary'> & {
  readonly status?: Route['status'];
  readonly idempotent?: boolean;
  readonly beforeFactor?: boolean;
  readonly stepUp?: boolean;
  readonly confirmedEmail?: boolean;
  readonly produces?: Route['produces'];
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Response;
};

/**
 * A route with what it leaves out filled in: no parameters, an empty body, status 200, not idempotent, step-up wherever
 * it acts under a permission that moves money or rights, and a confirmed e-mail wherever the permission asks for one.
 */
export function defineRoute<
  Response extends z.ZodType,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
>(definition: Definition<Params, Query, Body, Response>): Route<Params, Query, Body, Response> {
  return {
    method: definition.method,
    path: definition.path,
    access: definition.access,
    summary: definition.summary,
    status: definition.status ?? 200,
    idempotent: definition.idempotent ?? false,
    beforeFactor: definition.beforeFactor ?? false,
    stepUp: definition.stepUp ?? (definition.method !== 'GET' && movesMoneyOrRights(definition.access)),
    confirmedEmail:
      definition.confirmedEmail ?? (definition.method !== 'GET' && needsConfirmedEmail(definition.access)),
    produces: definition.produces ?? 'application/json',
    params: definition.params ?? (nothing as unknown as Params),
    query: definition.query ?? (nothing as unknown as Query),
    body: definition.body ?? (nothing as unknown as Body),
    response: definition.response,
  };
}
