import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The page talks to its own origin and, on the verify page only, straight to the chain's RPC endpoint. The
 * endpoint is known at run time, so `connect-src` names schemes instead of hosts. Next writes inline scripts
 * into statically rendered pages, hence 'unsafe-inline' for scripts; no foreign script can load.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' http: https:",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "object-src 'none'",
].join('; ');

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

const config: NextConfig = {
  transpilePackages: ['@freehold/contracts', '@freehold/shared'],
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: repositoryRoot },
  outputFileTracingRoot: repositoryRoot,
  // Types are a gate of their own (`npm run typecheck`); the first start should not pay for them twice.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/((?!v1/).*)', headers: securityHeaders }],
};

export default config;
