import { z } from 'zod';

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
