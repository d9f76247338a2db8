import { createHmac } from 'node:crypto';

/**
 * The `stripe-signature` header: HMAC-SHA256 over `<t>.<body>` under the endpoint secret, verbatim as key bytes.
 * `timestamp` is real Unix time: receivers compare it with their own clock, which is not ours to advance.
 */
export function signatureHeader(body: string, secret: string, timestamp: number): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  return `t=${timestamp},v1=${digest}`;
}
