import type { CookieOptions, Response } from 'express';
import type { OpenedSession } from '../domain/session.service.ts';

export const SESSION_COOKIE = 'freehold_session';
export const CSRF_COOKIE = 'freehold_csrf';
export const CSRF_HEADER = 'x-csrf-token';

const common = (secure: boolean): CookieOptions => ({ sameSite: 'lax', path: '/', secure });

/** The session is for the server alone; the CSRF token is for the page to read and send back. */
export function setSessionCookies(
  response: Response,
  session: OpenedSession & { readonly csrfToken: string },
  secure: boolean,
): void {
  const options = { ...common(secure), expires: session.expiresAt };
  response.cookie(SESSION_COOKIE, session.token, { ...options, httpOnly: true });
  response.cookie(CSRF_COOKIE, session.csrfToken, options);
}

export function clearSessionCookies(response: Response, secure: boolean): void {
  response.clearCookie(SESSION_COOKIE, { ...common(secure), httpOnly: true });
  response.clearCookie(CSRF_COOKIE, common(secure));
}
