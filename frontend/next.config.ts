import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** What holds for every answer; whom a page may talk to is known at run time only: see `proxy.ts`. */
const securityHeaders = [
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
