import { fromBase32, TOTP_PERIOD_SECONDS, totpCode, totpStep } from './totp.ts';

const given = new Map<string, number>();
/** How long a code may be on its way to a busy server. */
const SAFE_MS = 12_000;

/**
 * What a person does with an authenticator app, for programs that sign in (demonstration, tests): a code that this
 * process did not give before. The platform takes each code once, and one step early or late, so that a fourth code
 * within half a minute is waited for.
 */
export async function nextCode(secret: string): Promise<string> {
  const now = totpStep(Date.now());
  // The code of the last step is late by two once this one ends: near its end only the present one is safe to give.
  const left = (now + 1) * TOTP_PERIOD_SECONDS * 1_000 - Date.now();
  const step = Math.max(left < SAFE_MS ? now : now - 1, (given.get(secret) ?? 0) + 1);
  given.set(secret, step);
  const early = (step - 1) * TOTP_PERIOD_SECONDS * 1_000 - Date.now();
  if (early > 0) await new Promise((done) => setTimeout(done, early));
  return totpCode(fromBase32(secret), step);
}
