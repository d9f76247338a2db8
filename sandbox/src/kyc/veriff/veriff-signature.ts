import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { type Problem, veriffProblem } from '../problem.ts';

export const veriffSignature = (payload: string | Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(payload).digest('hex');

/** What is signed is the body, or the session's id when there is none. */
export function veriffRefusal(
  request: Request,
  keys: { readonly apiKey: string; readonly sharedSecret: string },
): Problem | null {
  if (request.get('x-auth-client') !== keys.apiKey)
    return veriffProblem(401, 'Mandatory X-AUTH-CLIENT header');
  const body: unknown = request.body;
  const payload = request.method === 'POST' && Buffer.isBuffer(body) ? body : String(request.params.id ?? '');
  const expected = Buffer.from(veriffSignature(payload, keys.sharedSecret));
  const given = Buffer.from((request.get('x-hmac-signature') ?? '').toLowerCase());
  const matches = given.length === expected.length && timingSafeEqual(given, expected);
  return matches ? null : veriffProblem(401, 'Invalid X-HMAC-SIGNATURE');
}
