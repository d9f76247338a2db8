import { z } from 'zod';

/** anvil's fifth well-known account: worthless anywhere but on a local chain. */
const LOCAL_HOT_WALLET_KEY = '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);
const httpUrl = z.url({ protocol: /^https?$/ });

const environmentSchema = z.object({
  STRIPE_PORT: port(4010),
  CIRCLE_PORT: port(4020),
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
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Configuration = z.infer<typeof environmentSchema>;

const EXPECTED: Partial<Record<keyof Configuration, string>> = {
  STRIPE_PORT: 'a port number',
  CIRCLE_PORT: 'a port number',
  RPC_URL: 'the http(s) URL of the local chain',
  CIRCLE_HOT_WALLET_KEY: 'a private key, 0x and 64 hex digits',
  STRIPE_API_KEY: 'a test key, sk_test_…',
  STRIPE_WEBHOOK_SECRET: 'an endpoint secret, whsec_…',
  STRIPE_WEBHOOK_URL: 'the http(s) URL webhooks go to',
  CIRCLE_API_KEY: 'an API key of at least 8 characters',
  CIRCLE_SNS_SIGNATURE_VERSION: '1 or 2',
  LOG_LEVEL: 'trace, debug, info, warn, error or silent',
};
const SECRET = /KEY|SECRET/;

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
