import { hmac } from '@noble/hashes/hmac';
import { sha1 } from '@noble/hashes/legacy';
import { utf8ToBytes } from '@noble/hashes/utils';

/** Codes as every authenticator app makes them: RFC 6238 with HMAC-SHA-1, six digits, thirty seconds. */
export const TOTP_PERIOD_SECONDS = 30;
export const TOTP_DIGITS = 6;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes in base32 (RFC 4648) without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31];
}

/** The whole bytes of a base32 text; throws for a letter outside the alphabet. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError(`${letter} is no letter of base32.`);
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

/** Number of the time step which an instant (milliseconds) lies in. */
export const totpStep = (at: number): number => Math.floor(at / 1_000 / TOTP_PERIOD_SECONDS);

/** The code of a time step (RFC 4226 §5.3). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const digest = hmac(sha1, secret, counter);
  const view = new DataView(digest.buffer, digest.byteOffset);
  const offset = view.getUint8(digest.length - 1) & 15;
  const number = view.getUint32(offset) & 0x7fffffff;
  return String(number % 10 ** TOTP_DIGITS).padStart(TOTP_DIGITS, '0');
}

/** The step of a code that is right now, or was one step ago, or will be in one (clocks differ); else null. */
export function totpStepOf(secret: Uint8Array, code: string, at: number): number | null {
  const now = totpStep(at);
  // Every step is compared in full, so that the time taken tells nothing.
  const matches = [now, now - 1, now + 1].filter((step) => sameCode(totpCode(secret, step), code));
  return matches[0] ?? null;
}

function sameCode(left: string, right: string): boolean {
  const [one, other] = [utf8ToBytes(left), utf8ToBytes(right)];
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) difference |= (one[index] ?? 0) ^ (other[index] ?? 0);
  return difference === 0;
}

/** The address behind the picture that authenticator apps scan. */
export function otpauthUri(issuer: string, account: string, secret: string): string {
  const parameters = new URLSearchParams({
    secret,
    issuer,
    algorithm: 'SHA1',
    digits: String(TOTP_DIGITS),
    period: String(TOTP_PERIOD_SECONDS),
  });
  return `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?${parameters.toString()}`;
}
