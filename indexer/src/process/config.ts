import { z } from 'zod';
import { maskUrl } from './masking.ts';

/** The configuration is wrong: the message is one sentence that names the variable. The process must not start. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type IndexerConfig = {
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly deploymentFile: string;
  readonly host: string;
  readonly port: number;
  readonly pollMs: number;
  readonly maxLagBlocks: number;
  readonly finalityBlocks: number;
  readonly auditMs: number;
  readonly logLevel: string;
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const urlOf = (protocols: readonly string[], expected: string) =>
  z
    .string({ error: `is not set. Expected ${expected}.` })
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
      error: (issue) => `is ${maskUrl(String(issue.input))}. Expected ${expected}.`,
    });

const wholeNumber = (min: number, max: number) =>
  z.string().refine((value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max, {
    error: (issue) => `is "${String(issue.input)}". Expected a whole number from ${min} to ${max}.`,
  });

const environmentSchema = z.object({
  DATABASE_URL: urlOf(['postgres:', 'postgresql:'], 'a URL like postgres://user:password@host:5432/freehold'),
  RPC_URL: urlOf(['http:', 'https:', 'ws:', 'wss:'], 'the http(s) or ws(s) URL of an EVM node'),
  CHAIN_ID: wholeNumber(1, Number.MAX_SAFE_INTEGER).default('31337'),
  DEPLOYMENT_FILE: z
    .string()
    .min(1, { error: 'is empty. Expected the path of a deployment file.' })
    .optional(),
  INDEXER_HOST: z.string().default('127.0.0.1'),
  INDEXER_PORT: wholeNumber(0, 65_535).default('4030'),
  INDEXER_POLL_MS: wholeNumber(10, 60_000).optional(),
  INDEXER_MAX_LAG_BLOCKS: wholeNumber(1, 1_000_000).default('20'),
  INDEXER_FINALITY_BLOCKS: wholeNumber(0, 100_000).optional(),
  INDEXER_AUDIT_MS: wholeNumber(100, 86_400_000).default('30000'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is unknown. Expected one of ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
});

const LOCAL_CHAIN = 31_337;
/** Blocks behind the head that count as final on nodes without the finality tags. */
const FINALITY_BLOCKS: Readonly<Record<number, number>> = {
  137: 64,
  80002: 64,
  8453: 600,
  84532: 600,
  31337: 2,
};

/** Reads the environment once. Throws ConfigError on the first variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): IndexerConfig {
  // An empty variable is an unset one: that is what shells and compose files produce.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.') ?? 'configuration'}: ${issue?.message ?? 'is wrong.'}`);
  }
  const env = parsed.data;
  const chainId = Number(env.CHAIN_ID);
  const local = chainId === LOCAL_CHAIN;
  return {
    databaseUrl: env.DATABASE_URL,
    rpcUrl: env.RPC_URL,
    chainId,
    deploymentFile: env.DEPLOYMENT_FILE ?? `contracts/deployments/${chainId}.json`,
    host: env.INDEXER_HOST,
    port: Number(env.INDEXER_PORT),
    pollMs: Number(env.INDEXER_POLL_MS ?? (local ? 100 : 250)),
    maxLagBlocks: Number(env.INDEXER_MAX_LAG_BLOCKS),
    finalityBlocks: Number(env.INDEXER_FINALITY_BLOCKS ?? FINALITY_BLOCKS[chainId] ?? 64),
    auditMs: Number(env.INDEXER_AUDIT_MS),
    logLevel: env.LOG_LEVEL,
  };
}
