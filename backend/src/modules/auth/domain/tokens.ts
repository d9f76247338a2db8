import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits for a cookie. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What the database keeps of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const keyed = (secret: string, purpose: string, subject: string): string =>
  createHmac('sha256', secret).update(`${purpose}:${subject}`).digest('base64url');

/** The CSRF token of a session: follows from it, so nothing needs to be stored. */
export const csrfTokenOf = (secret: string, sessionId: string): string => keyed(secret, 'csrf', sessionId);

/** The token of an invitation follows from its id, so that a repeated request answers with the same link. */
export const invitationTokenOf = (secret: string, invitationId: string): string =>
  keyed(secret, 'invitation', invitationId);

/** The token that goes by mail: another one, since whoever invites sees the first. */
export const mailedInvitationTokenOf = (secret: string, invitationId: string): string =>
  keyed(secret, 'mailed-invitation', invitationId);

/** Compares without telling by its duration where two texts differ. */
export function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
