import { z } from 'zod';

/** anvil's fifth well-known account: worthless anywhere but on a local chain. */
const LOCAL_HOT_WALLET_KEY = '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);
const httpUrl = z.url({ protocol: /^https?$/ });

const environmentSchema = z.object({
  STRIPE_PORT: port(4010),
  CIRCLE_PORT: port(4020),
  KYC_PORT: port(4050),
  MAIL_PORT: port(4060),
  STORAGE_PORT: port(4070),
  HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_DATA_DIR: z.string().min(1).default('.freehold/sandbox'),
  RPC_URL: httpUrl.default('http://127.0.0.1:8545'),
  DEPLOYMENT_FILE: z.string().min(1).default('.freehold/deployment.json'),
  CIRCLE_HOT_WALLET_KEY: z
    .templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/i)])
    .default(LOCAL_HOT_WALLET_KEY),
  STRIPE_API_KEY: z.string().startsWith('sk_test_').default('sk_test_freehold_sandbox'),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_').default('whsec_freehold_sandbox'),
  STRIPE_WEBHOOK_URL: httpUrl.default('http://localhost:4000/v1/webhooks/stripe'),
  CIRCLE_API_KEY: z.string().min(8).default('SAND_API_KEY:freehold:sandbox'),
  CIRCLE_SNS_SIGNATURE_VERSION: z.enum(['1', '2']).default('1'),
  KYC_WEBHOOK_URL: httpUrl.default('http://localhost:4000/v1/webhooks'),
  SUMSUB_APP_TOKEN: z.string().startsWith('sbx:').default('sbx:freehold_sandbox'),
  SUMSUB_SECRET_KEY: z.string().min(8).default('freehold_sandbox_app_secret'),
  SUMSUB_WEBHOOK_SECRET: z.string().min(8).default('freehold_sandbox_webhook_secret'),
  SUMSUB_WEBHOOK_DIGEST: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
  PERSONA_API_KEY: z.string().startsWith('persona_sandbox_').default('persona_sandbox_freehold'),
  PERSONA_WEBHOOK_SECRET: z.string().min(8).default('wbhsec_freehold_sandbox'),
  VERIFF_API_KEY: z.string().min(8).default('veriff-freehold-sandbox'),
  VERIFF_SHARED_SECRET: z.string().min(8).default('veriff_freehold_sandbox_secret'),
  SENDGRID_API_KEY: z.string().startsWith('SG.').default('SG.freehold_sandbox'),
  S3_REGION: z.string().min(1).default('auto'),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .default('freehold-documents'),
  S3_ACCESS_KEY_ID: z.string().min(8).default('FREEHOLDSANDBOX'),
  S3_SECRET_ACCESS_KEY: z.string().min(8).default('freehold_sandbox_storage_secret'),
  STORAGE_CORS_ORIGINS: z
    .string()
    .default('http://localhost:3000')
    .transform((list) => list.split(',').map((origin) => origin.trim())),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Configuration = z.infer<typeof environmentSchema>;

const EXPECTED: Partial<Record<keyof Configuration, string>> = {
  STRIPE_PORT: 'a port number',
  CIRCLE_PORT: 'a port number',
  KYC_PORT: 'a port number',
  MAIL_PORT: 'a port number',
  STORAGE_PORT: 'a port number',
  S3_BUCKET: 'the name of a bucket: lower-case letters, digits, dots and hyphens',
  SENDGRID_API_KEY: 'a SendGrid key, SG.…',
  KYC_WEBHOOK_URL: 'the http(s) URL under which each provider has its own path',
  SUMSUB_APP_TOKEN: 'a sandbox token, sbx:…',
  SUMSUB_WEBHOOK_DIGEST: 'sha1, sha256 or sha512',
  PERSONA_API_KEY: 'a sandbox key, persona_sandbox_…',
  RPC_URL: 'the http(s) URL of the local chain',
  CIRCLE_HOT_WALLET_KEY: 'a private key, 0x and 64 hex digits',
  STRIPE_API_KEY: 'a test key, sk_test_…',
  STRIPE_WEBHOOK_SECRET: 'an endpoint secret, whsec_…',
  STRIPE_WEBHOOK_URL: 'the http(s) URL webhooks go to',
  CIRCLE_API_KEY: 'an API key of at least 8 characters',
  CIRCLE_SNS_SIGNATURE_VERSION: '1 or 2',
  LOG_LEVEL: 'trace, debug, info, warn, error or silent',
};
const SECRET = /KEY|SECRET|TOKEN/;

export class ConfigurationError extends Error {}

/** Reads the environment; throws one sentence naming the variable, what it held (secrets masked) and what it should. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(present);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0] ?? 'environment');
  const value = environment[name] ?? '';
  const shown = SECRET.test(name)
    ? `${'*'.repeat(Math.min(value.length, 8))} (${value.length} characters)`
    : `"${value}"`;
  const expected = Object.entries(EXPECTED).find(([key]) => key === name)?.[1] ?? 'another value';
  throw new ConfigurationError(`${name}: ${shown} is not usable. Expected ${expected}.`);
}
