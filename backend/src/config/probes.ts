import { createHmac } from 'node:crypto';
import { HeadBucketCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { pendingMigrations } from '@freehold/database/migrate';
import { createPublicClient, http } from 'viem';
import { createS3Client } from '../common/storage/s3-client.ts';
import type { Configuration } from './configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { maskVariable } from './mask.ts';
import { variableNotes } from './variable-notes.ts';
import type { Environment, VariableName } from './variables.ts';

const PROBE_TIMEOUT_MS = 8_000;

const refusal = (name: VariableName, got: string): ConfigurationError =>
  new ConfigurationError(name, got, variableNotes[name].expected);

/** The innermost message of an error chain, without line breaks. */
function reasonOf(error: unknown): string {
  let current: unknown = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  if (current instanceof AggregateError && current.errors[0] instanceof Error) current = current.errors[0];
  const text = current instanceof Error ? current.message || current.name : String(current);
  return text.split('\n')[0] ?? text;
}

async function probeDatabase({ environment }: Configuration): Promise<void> {
  const shown = maskVariable('DATABASE_URL', environment.DATABASE_URL);
  let pending: readonly string[];
  try {
    pending = await pendingMigrations(environment.DATABASE_URL);
  } catch (error) {
    throw refusal('DATABASE_URL', `cannot use ${shown} — ${reasonOf(error)}`);
  }
  if (pending.length > 0) {
    throw refusal('DATABASE_URL', `${shown} lacks migration ${pending.join(', ')}`);
  }
}

async function probeChain({ environment, deployment }: Configuration): Promise<void> {
  const client = createPublicClient({
    transport: http(environment.RPC_URL, { timeout: PROBE_TIMEOUT_MS, retryCount: 0 }),
  });
  const shown = maskVariable('RPC_URL', environment.RPC_URL);
  let chainId: number;
  try {
    chainId = await client.getChainId();
  } catch (error) {
    throw refusal('RPC_URL', `no EVM node answers at ${shown} — ${reasonOf(error)}`);
  }
  if (chainId !== environment.CHAIN_ID) {
    throw refusal('CHAIN_ID', `got ${environment.CHAIN_ID}, but ${shown} is chain ${chainId}`);
  }
  const contracts = {
    usdc: deployment.usdc,
    identityRegistry: deployment.identityRegistry,
    propertyFactory: deployment.propertyFactory,
    dividends: deployment.dividends,
    treasury: deployment.treasury,
    ledgerAnchor: deployment.ledgerAnchor,
  };
  for (const [name, address] of Object.entries(contracts)) {
    const code = await client.getCode({ address });
    if (code === undefined || code === '0x') {
      throw refusal('DEPLOYMENT_FILE', `${name} at ${address} has no code on chain ${chainId}`);
    }
  }
}

interface ProviderProbe {
  readonly url: VariableName & `${string}_API_URL`;
  readonly key: VariableName & (`${string}_API_KEY` | 'SUMSUB_APP_TOKEN');
  readonly path: string;
  /** How the key is shown; as a bearer token unless told. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What it answers when asked for something that is not there, which shows the key as well as anything. */
  readonly absent?: boolean;
}

async function probeProvider({ environment }: Configuration, probe: ProviderProbe): Promise<void> {
  const base = environment[probe.url];
  const key = environment[probe.key] ?? '';
  let status: number;
  try {
    const response = await fetch(`${base.replace(/\/$/, '')}${probe.path}`, {
      headers: probe.headers ?? { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    status = response.status;
    await response.body?.cancel();
  } catch (error) {
    throw refusal(probe.url, `nothing answers at ${maskVariable(probe.url, base)} — ${reasonOf(error)}`);
  }
  if (status === 401 || status === 403) {
    throw refusal(probe.key, `got "${maskVariable(probe.key, key)}", refused with status ${status}`);
  }
  // A provider which is up but ailing (429, 5xx) is no fault of the configuration: retries deal with that.
  if (status === 404 && probe.absent !== true)
    throw refusal(probe.url, `${maskVariable(probe.url, base)} has no ${probe.path}`);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Asks the chosen identity provider for a check nobody made. */
function kycProbe(environment: Environment): ProviderProbe {
  if (environment.KYC_PROVIDER === 'persona') {
    return { url: 'PERSONA_API_URL', key: 'PERSONA_API_KEY', path: '/inquiries' };
  }
  if (environment.KYC_PROVIDER === 'veriff') {
    const headers = {
      'x-auth-client': environment.VERIFF_API_KEY ?? '',
      'x-hmac-signature': hmac(environment.VERIFF_SHARED_SECRET ?? '', NOBODY),
    };
    const path = `/v1/sessions/${NOBODY}/decision`;
    return { url: 'VERIFF_API_URL', key: 'VERIFF_API_KEY', path, headers, absent: true };
  }
  const path = `/resources/applicants/-;externalUserId=${NOBODY}/one`;
  const time = String(Math.floor(Date.now() / 1_000));
  const headers = {
    'x-app-token': environment.SUMSUB_APP_TOKEN ?? '',
    'x-app-access-ts': time,
    'x-app-access-sig': hmac(environment.SUMSUB_SECRET_KEY ?? '', `${time}GET${path}`),
  };
  return { url: 'SUMSUB_API_URL', key: 'SUMSUB_APP_TOKEN', path, headers, absent: true };
}

async function probeStorage({ environment }: Configuration): Promise<void> {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: key } = environment;
  const client = createS3Client(environment, { maxAttempts: 1, timeoutMs: PROBE_TIMEOUT_MS });
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
    if (status === 400 || status === 401 || status === 403) {
      const got = `got "${maskVariable('S3_ACCESS_KEY_ID', key)}", refused with status ${status}`;
      throw refusal('S3_ACCESS_KEY_ID', got);
    }
    if (status === 404)
      throw refusal('S3_BUCKET', `${maskVariable('S3_ENDPOINT', endpoint)} has no bucket "${bucket}"`);
    if (status !== 0) return;
    const shown = maskVariable('S3_ENDPOINT', endpoint);
    throw refusal('S3_ENDPOINT', `nothing answers at ${shown} — ${reasonOf(error)}`);
  } finally {
    client.destroy();
  }
}

/** Tries everything the configuration names; throws {@link ConfigurationError} for the first that fails. */
export async function probe(configuration: Configuration): Promise<void> {
  await probeDatabase(configuration);
  await probeChain(configuration);
  await probeProvider(configuration, { url: 'STRIPE_API_URL', key: 'STRIPE_API_KEY', path: '/v1/balance' });
  await probeProvider(configuration, {
    url: 'CIRCLE_API_URL',
    key: 'CIRCLE_API_KEY',
    path: '/v1/configuration',
  });
  await probeProvider(configuration, {
    url: 'SENDGRID_API_URL',
    key: 'SENDGRID_API_KEY',
    path: '/v3/scopes',
  });
  await probeProvider(configuration, kycProbe(configuration.environment));
  await probeStorage(configuration);
}
