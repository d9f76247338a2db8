import { createHmac, timingSafeEqual } from 'node:crypto';

export type HmacDigest = 'sha256' | 'sha512';

export function hmacHex(
  digest: HmacDigest,
  secret: string,
  ...parts: readonly (string | Uint8Array)[]
): string {
  const sum = createHmac(digest, secret);
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}

/** Whether two hex texts are the same, in a time that tells nothing. */
export function sameHex(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given.toLowerCase()), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export const headerOf = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '');

/** The JSON of signed bytes; undefined when they are none. */
export function signedJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
