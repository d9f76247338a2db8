import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** Seconds a request's timestamp may be off; real time, since callers know no other. */
const WINDOW_S = 60;

const ALGORITHMS = { sha1: 'HMAC_SHA1_HEX', sha256: 'HMAC_SHA256_HEX', sha512: 'HMAC_SHA512_HEX' } as const;
export type Digest = keyof typeof ALGORITHMS;

const hmac = (digest: Digest, secret: string, ...parts: (string | Uint8Array)[]): string => {
  const sum = createHmac(digest, secret);
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
};

/** Why a request is not the customer's, in Sumsub's words; null when it is. */
export function refusalOf(
  request: Request,
  keys: { readonly appToken: string; readonly secretKey: string },
): string | null {
  if (request.get('x-app-token') !== keys.appToken) return 'Invalid app token';
  const timestamp = request.get('x-app-access-ts') ?? '';
  if (!/^\d{10}$/.test(timestamp)) return 'Invalid timestamp';
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > WINDOW_S) return 'Timestamp expired';
  const body: unknown = request.body;
  const expected = hmac(
    'sha256',
    keys.secretKey,
    `${timestamp}${request.method}${request.originalUrl}`,
    Buffer.isBuffer(body) ? body : '',
  );
  const given = Buffer.from(request.get('x-app-access-sig') ?? '');
  const matches = given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
  return matches ? null : 'Invalid signature';
}

/** Headers of a webhook: the digest of exactly these bytes under the webhook's own secret. */
export function digestHeaders(body: string, secret: string, digest: Digest): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Sumsub webhook',
    'x-payload-digest': hmac(digest, secret, body),
    'x-payload-digest-alg': ALGORITHMS[digest],
  };
}
