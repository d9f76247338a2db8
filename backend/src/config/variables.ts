import { z } from 'zod';

/** What a person must know of a variable: shown in refusals and in `.env.example`. */
export interface VariableNote {
  readonly about: string;
  /** Completes "Expected …". */
  readonly expected: string;
  readonly example: string;
  /** Never shown; refusals print its first characters alone. */
  readonly secret?: boolean;
  readonly optional?: boolean;
}

export const processKinds = ['api', 'worker', 'scheduler'] as const;
export type ProcessKind = (typeof processKinds)[number];

const url = (...protocols: readonly string[]) =>
  z.string().refine((value) => {
    const parsed = URL.parse(value);
    return parsed !== null && protocols.includes(parsed.protocol);
  }, 'not such a URL');
const port = z.coerce.number().int().min(1).max(65_535);
const bps = z.coerce.number().int().min(0).max(10_000);
const privateKey = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((value): `0x${string}` => `0x${value.slice(2)}`);
const perMinute = z.coerce.number().int().min(1).max(1_000_000).optional();
const processList = z.string().transform((value, context): readonly ProcessKind[] => {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('all')) return processKinds;
  const known = processKinds.filter((kind) => names.includes(kind));
  if (known.length === 0 || known.length !== new Set(names).size) {
    context.addIssue({ code: 'custom', message: 'unknown process' });
    return z.NEVER;
  }
  return known;
});

/** Every variable the backend reads, and how. Nothing else in the backend looks at the environment. */
export const environmentSchema = z.object({
  DATABASE_URL: url('postgres:', 'postgresql:'),
  RPC_URL: url('http:', 'https:'),
  CHAIN_ID: z.coerce.number().int().positive(),
  DEPLOYMENT_FILE: z.string().min(1).optional(),
  PROCESS: processList.default(processKinds),
  API_PORT: port.default(4000),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_WEB_URL: url('http:', 'https:').default('http://localhost:3000'),
  PUBLIC_API_URL: url('http:', 'https:').default('http://localhost:4000'),
  SESSION_SECRET: z.string().min(32),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(10).optional(),
  ADMIN_TOTP_SECRET: z
    .string()
    .regex(/^[A-Z2-7]{26,}$/)
    .optional(),
  DATA_ENCRYPTION_KEY: z.string().regex(/^[0-9a-fA-F]{64}$/),
  STRIPE_API_KEY: z.string().regex(/^(sk|rk)_(test|live)_\w+$/),
  STRIPE_API_URL: url('http:', 'https:').default('https://api.stripe.com'),
  STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_\w+$/),
  CIRCLE_API_KEY: z.string().regex(/^(SAND_API_KEY|TEST_API_KEY|LIVE_API_KEY):[^:]+:[^:]+$/),
  CIRCLE_API_URL: url('http:', 'https:').default('https://api.circle.com'),
  CIRCLE_SNS_CERT_HOSTS: z.string().min(1).default('sns.*.amazonaws.com'),
  KYC_PROVIDER: z.enum(['sumsub', 'persona', 'veriff']).default('sumsub'),
  KYC_VALID_DAYS: z.coerce.number().int().min(1).max(3_650).default(365),
  KYC_ATTESTATION_DAYS: z.coerce.number().int().min(31).max(3_650).default(120),
  SUMSUB_API_URL: url('http:', 'https:').default('https://api.sumsub.com'),
  SUMSUB_APP_TOKEN: z
    .string()
    .regex(/^(sbx|prd):.+$/)
    .optional(),
  SUMSUB_SECRET_KEY: z.string().min(8).optional(),
  SUMSUB_WEBHOOK_SECRET: z.string().min(8).optional(),
  SUMSUB_WEBHOOK_DIGEST: z.enum(['sha256', 'sha512']).default('sha256'),
  SUMSUB_LEVEL: z.string().min(1).default('id-and-liveness'),
  PERSONA_API_URL: url('http:', 'https:').default('https://api.withpersona.com/api/v1'),
  PERSONA_API_KEY: z
    .string()
    .regex(/^persona_(sandbox|production)_.+$/)
    .optional(),
  PERSONA_TEMPLATE_ID: z.string().startsWith('itmpl_').optional(),
  PERSONA_WEBHOOK_SECRET: z.string().min(8).optional(),
  VERIFF_API_URL: url('http:', 'https:').default('https://stationapi.veriff.com'),
  VERIFF_API_KEY: z.string().min(8).optional(),
  VERIFF_SHARED_SECRET: z.string().min(8).optional(),
  SENDGRID_API_KEY: z.string().regex(/^SG\.[\w.-]+$/),
  SENDGRID_API_URL: url('http:', 'https:').default('https://api.sendgrid.com'),
  MAIL_FROM: z.email(),
  S3_ENDPOINT: url('http:', 'https:'),
  S3_REGION: z.string().min(1).default('auto'),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  S3_ACCESS_KEY_ID: z.string().min(8),
  S3_SECRET_ACCESS_KEY: z.string().min(8),
  BANK_WIRE: z.enum(['manual', 'circle-mock']).default('manual'),
  OPERATOR_PRIVATE_KEY: privateKey,
  ATTESTATION_PRIVATE_KEY: privateKey,
  ANCHOR_PRIVATE_KEY: privateKey,
  PLATFORM_FEE_BPS: bps.default(800),
  RESERVE_BPS: bps.default(500),
  DIVIDEND_BATCH_SIZE: z.coerce.number().int().min(1).max(500).default(200),
  RATE_LIMIT_ANONYMOUS: perMinute,
  RATE_LIMIT_USER: perMinute,
  RATE_LIMIT_ADMIN: perMinute,
  REDIS_URL: url('redis:', 'rediss:').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Environment = z.output<typeof environmentSchema>;
export type VariableName = keyof Environment;

export const variableNotes: Readonly<Record<VariableName, VariableNote>> = {
  DATABASE_URL: {
    about: 'The one database. The process acts in role freehold_backend.',
    expected: 'the URL of a reachable PostgreSQL 15+ server, migrated to this version',
    example: 'postgres://freehold@127.0.0.1:54329/freehold',
  },
  RPC_URL: {
    about: 'Node of the chain, read through viem (and, independently, through ethers).',
    expected: 'the http(s) URL of an EVM JSON-RPC node',
    example: 'http://127.0.0.1:8545',
  },
  CHAIN_ID: {
    about: 'Chain the contracts live on; the node must agree.',
    expected: 'a whole number, the chain id which the node at RPC_URL answers',
    example: '31337',
  },
  DEPLOYMENT_FILE: {
    about: 'Addresses of the contracts; contracts/deployments/<CHAIN_ID>.json when left out.',
    expected: 'the path of a deployment file of this chain whose contracts have code',
    example: '.freehold/deployment.json',
    optional: true,
  },
  PROCESS: {
    about: 'What this process does: api, worker, scheduler (comma list) or all.',
    expected: 'api, worker, scheduler, a comma list of them, or all',
    example: 'all',
  },
  API_PORT: { about: 'Port of the API.', expected: 'a port from 1 to 65535', example: '4000' },
  API_HOST: {
    about: 'Interface the API listens on.',
    expected: 'an address of this machine',
    example: '127.0.0.1',
  },
  PUBLIC_WEB_URL: {
    about: 'Where people reach the web: links in invitations, return from payment, wallet sign-in domain.',
    expected: 'an http(s) URL',
    example: 'http://localhost:3000',
  },
  PUBLIC_API_URL: {
    about: 'Where providers reach the API: webhooks.',
    expected: 'an http(s) URL',
    example: 'http://localhost:4000',
  },
  SESSION_SECRET: {
    about: 'Signs CSRF tokens and invitations. Changing it ends them all.',
    expected: 'at least 32 random characters',
    example: '',
    secret: true,
  },
  ADMIN_EMAIL: {
    about: 'First administrator, made when there is none.',
    expected: 'an e-mail address',
    example: 'admin@freehold.example',
    optional: true,
  },
  ADMIN_PASSWORD: {
    about: 'Password of the first administrator.',
    expected: 'at least 10 characters',
    example: '',
    secret: true,
    optional: true,
  },
  ADMIN_TOTP_SECRET: {
    about: 'Second factor of the first administrator; set up at the first sign-in when left out.',
    expected: 'a secret for an authenticator app, 26 or more letters of base32',
    example: '',
    secret: true,
    optional: true,
  },
  DATA_ENCRYPTION_KEY: {
    about: 'Encrypts secrets that the database keeps, such as second factors. Losing it loses them.',
    expected: '64 random hex digits (32 bytes)',
    example: '',
    secret: true,
  },
  STRIPE_API_KEY: {
    about: 'Stripe secret key.',
    expected: 'a Stripe secret key (sk_test_… or sk_live_…) which Stripe accepts',
    example: 'sk_test_freehold_sandbox',
    secret: true,
  },
  STRIPE_API_URL: {
    about: 'Stripe, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Stripe API',
    example: 'http://127.0.0.1:4010',
  },
  STRIPE_WEBHOOK_SECRET: {
    about: 'Signing secret of the Stripe webhook endpoint.',
    expected: 'a Stripe endpoint secret (whsec_…)',
    example: 'whsec_freehold_sandbox',
    secret: true,
  },
  CIRCLE_API_KEY: {
    about: 'Circle Mint API key.',
    expected: 'a Circle key (SAND_API_KEY:…:… or LIVE_API_KEY:…:…) which Circle accepts',
    example: 'SAND_API_KEY:freehold:sandbox',
    secret: true,
  },
  CIRCLE_API_URL: {
    about: 'Circle, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Circle API',
    example: 'http://127.0.0.1:4020',
  },
  CIRCLE_SNS_CERT_HOSTS: {
    about:
      'Hosts from which certificates of Circle notifications may be read (comma list, * for one label part).',
    expected: 'a comma list of hosts',
    example: '127.0.0.1:4020',
  },
  KYC_PROVIDER: {
    about: 'Who checks the identity of new investors; checks under way stay where they began.',
    expected: 'sumsub, persona or veriff, with the keys of it set',
    example: 'sumsub',
  },
  KYC_VALID_DAYS: {
    about: 'How long a passed identity check counts.',
    expected: 'a whole number of days from 1 to 3650',
    example: '365',
  },
  KYC_ATTESTATION_DAYS: {
    about:
      'How long an attestation on chain counts at most; it is renewed 30 days before, while the check counts.',
    expected: 'a whole number of days from 31 to 3650',
    example: '120',
  },
  SUMSUB_API_URL: {
    about: 'Sumsub, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Sumsub API',
    example: 'http://127.0.0.1:4050',
  },
  SUMSUB_APP_TOKEN: {
    about: 'Sumsub app token; it decides whether checks are played or real.',
    expected: 'a Sumsub app token (sbx:… or prd:…) which Sumsub accepts',
    example: 'sbx:freehold_sandbox',
    secret: true,
    optional: true,
  },
  SUMSUB_SECRET_KEY: {
    about: 'Signs requests to Sumsub.',
    expected: 'the secret key that belongs to the app token',
    example: 'freehold_sandbox_app_secret',
    secret: true,
    optional: true,
  },
  SUMSUB_WEBHOOK_SECRET: {
    about: 'Signing secret of the Sumsub webhook, not of the app token.',
    expected: 'the secret key of the webhook',
    example: 'freehold_sandbox_webhook_secret',
    secret: true,
    optional: true,
  },
  SUMSUB_WEBHOOK_DIGEST: {
    about: 'What the Sumsub webhook is signed with. SHA-1 is not taken.',
    expected: 'sha256 or sha512, as set at the webhook',
    example: 'sha256',
  },
  SUMSUB_LEVEL: {
    about: 'Verification level at Sumsub.',
    expected: 'the name of a level, exactly as it is written there',
    example: 'id-and-liveness',
  },
  PERSONA_API_URL: {
    about: 'Persona, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Persona API with its version, …/api/v1',
    example: 'http://127.0.0.1:4050/api/v1',
  },
  PERSONA_API_KEY: {
    about: 'Persona API key.',
    expected: 'a Persona key (persona_sandbox_… or persona_production_…)',
    example: '',
    secret: true,
    optional: true,
  },
  PERSONA_TEMPLATE_ID: {
    about: 'Inquiry template at Persona.',
    expected: 'an inquiry template (itmpl_…)',
    example: '',
    optional: true,
  },
  PERSONA_WEBHOOK_SECRET: {
    about: 'Signing secret of the Persona webhook.',
    expected: 'the secret of the webhook (wbhsec_…)',
    example: '',
    secret: true,
    optional: true,
  },
  VERIFF_API_URL: {
    about: 'Veriff, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Veriff API',
    example: 'http://127.0.0.1:4050',
  },
  VERIFF_API_KEY: {
    about: 'Veriff API key of the integration.',
    expected: 'the API key of a Veriff integration',
    example: '',
    secret: true,
    optional: true,
  },
  VERIFF_SHARED_SECRET: {
    about: 'Signs requests to Veriff and webhooks from it.',
    expected: 'the shared secret key of the same integration',
    example: '',
    secret: true,
    optional: true,
  },
  SENDGRID_API_KEY: {
    about: 'SendGrid API key, for mail: password resets, notices.',
    expected: 'a SendGrid key (SG.…) that may send mail',
    example: 'SG.freehold_sandbox',
    secret: true,
  },
  SENDGRID_API_URL: {
    about: 'SendGrid, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable SendGrid API',
    example: 'http://127.0.0.1:4060',
  },
  MAIL_FROM: {
    about: 'Sender of every mail; its domain must be one that SendGrid may send for.',
    expected: 'an e-mail address',
    example: 'post@freehold.example',
  },
  S3_ENDPOINT: {
    about:
      'Object storage (S3, R2 or the sandbox) as browsers reach it, too: they upload and download there.',
    expected: 'the http(s) URL of a reachable S3 API',
    example: 'http://127.0.0.1:4070',
  },
  S3_REGION: {
    about: 'Region of the bucket; auto for R2 and the sandbox.',
    expected: 'the name of a region',
    example: 'auto',
  },
  S3_BUCKET: {
    about: 'The private bucket for documents. Its CORS rules must let PUBLIC_WEB_URL GET and PUT.',
    expected: 'the name of a bucket that the key may read and write',
    example: 'freehold-documents',
  },
  S3_ACCESS_KEY_ID: {
    about: 'Key of object storage.',
    expected: 'an access key that may read, write and delete in S3_BUCKET',
    example: 'FREEHOLDSANDBOX',
    secret: true,
  },
  S3_SECRET_ACCESS_KEY: {
    about: 'Signs requests to object storage and the links it is reached by.',
    expected: 'the secret that belongs to S3_ACCESS_KEY_ID',
    example: 'freehold_sandbox_storage_secret',
    secret: true,
  },
  BANK_WIRE: {
    about: 'Who sends the wire from the bank to Circle: a person, or the mock of a Circle sandbox.',
    expected: 'manual or circle-mock',
    example: 'circle-mock',
  },
  OPERATOR_PRIVATE_KEY: {
    about: 'Hot wallet: agent of the tokens, operator of dividends and treasury.',
    expected: '0x and 64 hex digits',
    example: '',
    secret: true,
  },
  ATTESTATION_PRIVATE_KEY: {
    about: 'Trusted issuer which attests investors.',
    expected: '0x and 64 hex digits',
    example: '',
    secret: true,
  },
  ANCHOR_PRIVATE_KEY: {
    about: 'Second signer of ledger anchors.',
    expected: '0x and 64 hex digits',
    example: '',
    secret: true,
  },
  PLATFORM_FEE_BPS: {
    about: 'Fee of the platform, in hundredths of a percent of gross rent.',
    expected: 'a whole number from 0 to 10000',
    example: '800',
  },
  RESERVE_BPS: {
    about: 'Kept per property for repairs, in hundredths of a percent of gross rent.',
    expected: 'a whole number from 0 to 10000',
    example: '500',
  },
  DIVIDEND_BATCH_SIZE: {
    about: 'Holders who are paid in one transaction.',
    expected: 'a whole number from 1 to 500',
    example: '200',
  },
  RATE_LIMIT_ANONYMOUS: {
    about: 'Unsafe requests a minute from one address without a session; 10, or 6000 with sandbox keys.',
    expected: 'a whole number above 0',
    example: '10',
    optional: true,
  },
  RATE_LIMIT_USER: {
    about: 'Requests a minute of one person; 100, or 6000 with sandbox keys.',
    expected: 'a whole number above 0',
    example: '100',
    optional: true,
  },
  RATE_LIMIT_ADMIN: {
    about: 'Requests a minute of one administrator; 1000, or 6000 with sandbox keys.',
    expected: 'a whole number above 0',
    example: '1000',
    optional: true,
  },
  REDIS_URL: {
    about: 'Queues on Redis or Valkey; on PostgreSQL when left out.',
    expected: 'a redis:// URL',
    example: 'redis://127.0.0.1:6379',
    optional: true,
  },
  LOG_LEVEL: {
    about: 'Least severe line that is logged.',
    expected: 'fatal, error, warn, info, debug, trace or silent',
    example: 'info',
  },
};
