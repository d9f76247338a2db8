import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` characters of [0-9A-Za-z], unbiased. */
export function randomText(length: number): string {
  let result = '';
  while (result.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && result.length < length) result += ALPHABET.charAt(byte % 62);
    }
  }
  return result;
}

/** Stripe-shaped: `ch_` + 24 characters. */
export function stripeId(prefix: string): string {
  return `${prefix}_${randomText(24)}`;
}
