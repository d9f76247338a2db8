import type { Method, Route } from '@freehold/shared/route';
import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';

export const ENDPOINT = 'freehold:endpoint';
export const UNGUARDED = 'freehold:unguarded';

const methods: Readonly<Record<Method, RequestMethod>> = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  DELETE: RequestMethod.DELETE,
};

/**
 * Makes a method serve a route of the shared contract: path, permission, parsing of what comes in, shaping of what
 * goes out, idempotency and documentation all follow from the route.
 */
export const Endpoint = (route: Route): MethodDecorator =>
  applyDecorators(
    RequestMapping({ method: methods[route.method], path: route.path }),
    HttpCode(route.status),
    SetMetadata(ENDPOINT, route),
  );

/**
 * Opens a handler which is no route of the contract (a webhook): no session, no CSRF token, no rate limit of people.
 * Such a handler must prove by itself who is calling.
 */
export const Unguarded = (): MethodDecorator => SetMetadata(UNGUARDED, true);
