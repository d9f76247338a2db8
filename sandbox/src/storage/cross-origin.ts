import type { RequestHandler } from 'express';
import { StorageProblem } from './problem.ts';

const METHODS = ['GET', 'HEAD', 'PUT'];
const EXPOSED = ['ETag', 'Content-Length', 'x-amz-checksum-sha256'];

/** A bucket's CORS rules: these pages may read and upload what a link lets them, and nobody else's. */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined) return next();
    response.vary('Origin');
    const allowed = origins.includes(origin);
    if (allowed) {
      response.set('access-control-allow-origin', origin);
      response.set('access-control-expose-headers', EXPOSED.join(', '));
    }
    if (request.method !== 'OPTIONS') return next();
    const method = request.headers['access-control-request-method'];
    if (!allowed || method === undefined || !METHODS.includes(method)) {
      new StorageProblem('AccessDenied', 'CORSResponse: This CORS request is not allowed.').send(
        response,
        request.path,
      );
      return;
    }
    response.set({
      'access-control-allow-methods': METHODS.join(', '),
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      'access-control-max-age': '600',
    });
    response.status(200).end();
  };
}
