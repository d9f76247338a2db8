/**
 * What a page may load and whom it may talk to. Next writes inline scripts into statically rendered pages, hence
 * 'unsafe-inline' for scripts; no foreign script can load.
 */
export function contentSecurityPolicy(connections: readonly string[]): string {
  return [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    // Pictures of properties come from object storage.
    `img-src ${["'self'", 'data:', ...connections].join(' ')}`,
    "font-src 'self'",
    `connect-src ${["'self'", ...connections].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ');
}

/** Where the reader names the RPC endpoint that a receipt is checked against: it may be any. */
const ANYWHERE = ['http:', 'https:'];
const VERIFY = '/verify';

/**
 * Whom a page may talk to besides its own origin: the chain and object storage, as `CONNECT_ORIGINS` lists them with
 * blanks in between. Without it any host over HTTP. Throws when one of them is not a URL.
 */
export function connectionsOf(path: string, listed: string | undefined): readonly string[] {
  const words = listed?.split(/\s+/u).filter((word) => word !== '') ?? [];
  if (words.length === 0 || path === VERIFY) return ANYWHERE;
  return [...new Set(words.map((word) => new URL(word).origin))];
}
