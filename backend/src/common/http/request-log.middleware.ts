import { randomUUID } from 'node:crypto';
import type { NextFunction, Response } from 'express';
import type { Logger } from '../logging/logger.ts';
import { requestContext } from '../logging/request-context.ts';
import type { FreeholdRequest } from './freehold-request.ts';

/** Gives every request an id (a caller's own is kept when it is one) and logs one line when it is answered. */
export function requestLog(logger: Logger) {
  return (request: FreeholdRequest, response: Response, next: NextFunction): void => {
    const given = request.header('x-request-id');
    const requestId = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    request.requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    const started = performance.now();
    response.on('finish', () => {
      logger.info(
        {
          requestId,
          method: request.method,
          path: request.path,
          status: response.statusCode,
          ms: Math.round(performance.now() - started),
          userId: request.actor?.userId,
        },
        'request',
      );
    });
    requestContext.run({ requestId }, next);
  };
}
